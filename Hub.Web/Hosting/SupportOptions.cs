using System.Net.Mail;

namespace Hub.Web.Hosting;

/// <summary>Configuration section <c>Hub:Support</c>: whom people ask where they cannot go on by themselves.</summary>
public sealed class SupportOptions
{
    public const string Section = "Hub:Support";

    public string? Email { get; set; }

    /// <summary>A page for questions. It gets the reference of what went wrong in its query.</summary>
    public string? Url { get; set; }

    internal static void Add(WebApplicationBuilder builder) =>
        builder
            .Services.AddOptions<SupportOptions>()
            .Bind(builder.Configuration.GetSection(Section))
            .Validate(options => options.Email is null || IsEmail(options.Email), $"{Section}:Email must be an e-mail address.")
            .Validate(
                options => options.Url is null || PublicAddress.IsWebAddress(options.Url),
                $"{Section}:Url must be the address of a page for questions, e.g. https://example.com/help: http or https."
            )
            .ValidateOnStart();

    // MailAddress also reads "Name <name@example.com>".
    private static bool IsEmail(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;
}
