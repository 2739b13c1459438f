namespace Hub.Web.Messages;

/// <summary>A message at the top of a form or page: what happened, and what to do.</summary>
public sealed record Notice(string Title, string Text)
{
    public bool IsError { get; init; }

    public bool IsGood { get; init; }

    /// <summary>Offer to sign in to Hub again.</summary>
    public bool SignIn { get; init; }

    /// <summary>Offer to load what is stored now.</summary>
    public bool OffersReload { get; init; }

    /// <summary>Under this the log has the details.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether people may need help from others; always where there is a <see cref="Reference"/>.</summary>
    public bool OffersSupport
    {
        get => field || Reference is not null;
        init;
    }

    public string CssClass =>
        IsGood ? "hub-alert-success"
        : IsError ? "hub-alert-error"
        : "hub-alert-warning";

    /// <summary>All of it in one text.</summary>
    public string Summary => $"{Title}. {Text}";
}
