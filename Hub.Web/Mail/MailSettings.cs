using System.Net;
using Hub.Core.Data;
using Hub.Core.Mail;
using Hub.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Hub.Web.Mail;

/// <summary>Reads and checks <c>Hub:Mail</c>.</summary>
internal static class MailSettings
{
    public static void Add(WebApplicationBuilder builder)
    {
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddSingleton<IValidateOptions<MailOptions>, Validator>();
        builder
            .Services.AddOptions<MailOptions>()
            .Bind(builder.Configuration.GetSection(MailOptions.Section))
            .PostConfigure<DatabaseOptions, IOptions<ProductOptions>>(
                (options, data, product) =>
                {
                    options.FromName ??= product.Value.Name;
                    if (options.Host is null && isDevelopment)
                    {
                        options.WriteTo(Path.Combine(data.DataDirectory, "mail"));
                    }
                }
            )
            .ValidateOnStart();
    }

    internal sealed class Validator(PublicAddress address) : IValidateOptions<MailOptions>
    {
        public ValidateOptionsResult Validate(string? name, MailOptions options)
        {
            const string Section = MailOptions.Section;
            if (options.Host is null)
            {
                return options is { Port: null, UserName: null, Password: null, From: null }
                    ? ValidateOptionsResult.Success
                    : ValidateOptionsResult.Fail($"{Section}:Host is missing: the name of your mail server, e.g. smtp.example.com.");
            }

            var errors = new List<string>();
            if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
            {
                errors.Add($"{Section}:Host must be the name of your mail server, e.g. smtp.example.com; its port is {Section}:Port.");
            }

            if (options.Port is < 1 or > 65535)
            {
                errors.Add($"{Section}:Port must be between 1 and 65535.");
            }

            if (!Enum.IsDefined(options.Security))
            {
                errors.Add($"{Section}:Security must be StartTls, Tls or None.");
            }

            if (options.From is not { } from || !Mailbox.IsAddress(from))
            {
                errors.Add($"{Section}:From must be the address that mails are from, e.g. hub@example.com.");
            }

            if (options.UserName is null != options.Password is null)
            {
                errors.Add($"{Section}:UserName and {Section}:Password belong together: set both or none.");
            }

            if (options is { UserName: not null, Security: MailSecurity.None } && !IsLoopback(options.Host))
            {
                errors.Add($"{Section}:Security is None, and the password would be sent unencrypted. Set it to StartTls or Tls.");
            }

            if (!address.IsConfigured)
            {
                errors.Add($"{Section}:Host needs Hub:PublicUrl: mails have links to Hub, e.g. to https://hub.example.com.");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }

        private static bool IsLoopback(string host) =>
            host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
