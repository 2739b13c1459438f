namespace Hub.Core.Providers;

/// <summary>One action of a guide. In files a text, or an object where there is a warning.</summary>
public sealed record GuideStep
{
    /// <summary>Stands for the button of Hub's form, whose label depends on the auth method and on the language.</summary>
    public const string Button = "button";

    /// <summary>What to do, in Markdown.</summary>
    public required string Text { get; init; }

    /// <summary>What this action costs, or what is lost afterwards.</summary>
    public string? Warning { get; init; }
}
