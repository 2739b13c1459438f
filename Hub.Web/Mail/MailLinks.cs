using Hub.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hub.Web.Mail;

/// <summary>
/// The addresses in mails. They come from <c>Hub:PublicUrl</c> and never from a request, whose sender chooses the host. In Development
/// without it, Hub is where it listens.
/// </summary>
/// <param name="server">Null where there is none, as in a console command.</param>
internal sealed class MailLinks(PublicAddress address, IServer? server = null)
{
    /// <summary>Hub's own address, without a slash at its end.</summary>
    public string Home => address.Or(Listening ?? "http://localhost");

    /// <param name="path">Without a slash at its beginning.</param>
    public string To(string path) => $"{Home}/{path}";

    private string? Listening =>
        server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } listening
            ? listening
                .Replace("[::]", "localhost", StringComparison.Ordinal)
                .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
                .Replace("://+", "://localhost", StringComparison.Ordinal)
                .Replace("://*", "://localhost", StringComparison.Ordinal)
            : null;
}
