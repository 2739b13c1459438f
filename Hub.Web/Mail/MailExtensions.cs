using Hub.Core.Notices;

namespace Hub.Web.Mail;

internal static class MailExtensions
{
    /// <summary>Writing mails, and what people do with them. The core sends them.</summary>
    public static IServiceCollection AddMailPages(this IServiceCollection services) =>
        services
            .AddSingleton<LetterWriter>()
            .AddSingleton<MailLinks>()
            .AddSingleton<MailRateLimit>()
            .AddSingleton<UnsubscribeLink>()
            .AddSingleton<AuthLinkLetters>()
            .AddSingleton<NoticeWriter, NoticeLetters>()
            .AddScoped<PasswordReset>()
            .AddScoped<EmailChange>();
}
