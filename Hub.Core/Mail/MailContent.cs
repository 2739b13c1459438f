namespace Hub.Core.Mail;

/// <summary>What a person gets by mail. A class, which does not print its members: links in it give access.</summary>
public sealed class MailContent
{
    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>Who gets the answer of a person who answers it; null for the sender.</summary>
    public string? ReplyTo { get; init; }

    public required string Subject { get; init; }
    public required string Text { get; init; }
    public required string Html { get; init; }

    /// <summary>The address by which the recipient gets no more of these, with one click (RFC 8058); null where they cannot.</summary>
    public string? UnsubscribeAddress { get; init; }
}
