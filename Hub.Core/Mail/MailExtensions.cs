using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Core.Mail;

public static class MailExtensions
{
    /// <summary>Sending mail. Without a configured <see cref="MailOptions"/>, Hub sends none.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>();
        return services
            .AddSingleton<OutgoingMails>()
            .AddSingleton<MailTransport>(provider =>
                provider.GetRequiredService<IOptions<MailOptions>>() is { Value.Folder: { } folder }
                    ? new MailFolder(folder, provider.GetRequiredService<ILogger<MailFolder>>())
                    : ActivatorUtilities.CreateInstance<SmtpTransport>(provider)
            );
    }
}
