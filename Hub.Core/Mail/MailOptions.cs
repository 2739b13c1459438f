namespace Hub.Core.Mail;

/// <summary>Configuration section <c>Hub:Mail</c>: the mail server that Hub sends with.</summary>
public sealed class MailOptions
{
    public const string Section = "Hub:Mail";

    /// <summary>Null where Hub sends no mail.</summary>
    public string? Host { get; set; }

    /// <summary>Null for the usual one of <see cref="Security"/>.</summary>
    public int? Port { get; set; }

    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>The address that mails are from.</summary>
    public string? From { get; set; }

    /// <summary>The name beside <see cref="From"/>.</summary>
    public string? FromName { get; set; }

    /// <summary>Where mails are written as files in place of being sent; null where they are sent.</summary>
    internal string? Folder { get; private set; }

    /// <summary>Whether Hub sends mail. Where it does not, no page promises any.</summary>
    public bool IsOn => Host is not null || Folder is not null;

    /// <summary>Writes mails as files in place of sending them: for Development, without a <see cref="Host"/>.</summary>
    public void WriteTo(string folder) => Folder = folder;

    internal int PortOrDefault =>
        Port
        ?? Security switch
        {
            MailSecurity.None => 25,
            MailSecurity.StartTls => 587,
            MailSecurity.Tls => 465,
        };
}

/// <summary>How the connection to the mail server is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>It begins unencrypted and is encrypted before anything of a mail is sent; a server that cannot do so gets none.</summary>
    StartTls,

    /// <summary>From the start.</summary>
    Tls,
}
