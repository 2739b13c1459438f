using System.Collections.Frozen;

namespace Hub.Web.Messages;

/// <summary>Why an account was not linked, for the person at the form: above it, at its fields, or both.</summary>
public sealed record LinkProblem
{
    public Notice? Notice { get; init; }

    /// <summary>By the field's key.</summary>
    public IReadOnlyDictionary<string, string> FieldMessages { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The guide's step that helps, counted from 1.</summary>
    public int? GuideStep { get; init; }

    /// <summary>How long the same values are not sent again.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>All of it in one text, without what only the form's user can do.</summary>
    public required string Summary { get; init; }
}
