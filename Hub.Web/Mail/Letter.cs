namespace Hub.Web.Mail;

/// <summary>
/// What a mail says, before it is written as text and as HTML. A class, which does not print its members: links give access.
/// </summary>
public sealed class Letter
{
    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>Who gets the answer of a person who answers it; null for Hub.</summary>
    public string? ReplyTo { get; init; }

    public required string Subject { get; init; }

    /// <summary>What happened and what to do, a paragraph each.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>The accounts that it is about, where they are several.</summary>
    public IReadOnlyList<LetterItem> Items { get; init; } = [];

    public required LetterButton Button { get; init; }

    /// <summary>What else there is to know, a paragraph each.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>Where the recipient gets no more of these; null where they cannot.</summary>
    public string? UnsubscribeAddress { get; init; }
}

public sealed class LetterButton
{
    public required string Label { get; init; }
    public required string Address { get; init; }
}

public sealed class LetterItem
{
    public required string Title { get; init; }
    public required string Text { get; init; }
    public required string Address { get; init; }
}
