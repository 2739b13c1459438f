using Hub.Core.Credentials;
using Hub.Core.Inputs;

namespace Hub.Core.Accounts.Import;

/// <summary>One account of a file, as it was read. No record: those print what they hold.</summary>
public sealed class ImportRow
{
    /// <summary>The line that it begins with, counted from 1.</summary>
    public required long Line { get; init; }

    /// <summary>What is wrong with it, as far as it can be said without the catalog. Such a row is not linked.</summary>
    public IReadOnlyList<ImportFault> Faults { get; init; } = [];

    public string? Provider { get; init; }
    public string? Method { get; init; }

    /// <summary>The values of the provider's fields.</summary>
    public CredentialValues Fields { get; init; } = new(new Dictionary<string, Secret>(StringComparer.Ordinal));

    /// <summary>Whose it is in the product's own terms, and what else is stored with it.</summary>
    public AccountEdit Details { get; init; } = new();

    /// <summary>What the owner calls it; null for who the provider says was linked.</summary>
    public string? Name { get; init; }

    /// <summary>The day on which the key expires, where the file says so.</summary>
    public DateOnly? KeyExpiresOn { get; init; }

    /// <returns>A row that cannot be read.</returns>
    internal static ImportRow Unreadable(long line, RowProblem problem) =>
        new() { Line = line, Faults = [new ImportFault.Unreadable(problem)] };
}

/// <summary>
/// What is wrong with a row. Closed. No case holds a text of the file: where columns are shifted, any of them may be a secret. What is
/// named is one of Hub's own names.
/// </summary>
public abstract record ImportFault
{
    private ImportFault() { }

    /// <summary>The row as a whole.</summary>
    public sealed record Unreadable(RowProblem Problem) : ImportFault;

    public sealed record Missing(string Property) : ImportFault;

    /// <summary>A value that is none of those that there are.</summary>
    /// <param name="Known">What there is; empty where that would be too long.</param>
    public sealed record Unknown(string Property, IReadOnlyList<string> Known) : ImportFault;

    /// <summary>A member of the row, or of its fields, that nothing is done with.</summary>
    /// <param name="In">The property that has the member; null for the row itself.</param>
    /// <param name="Known">What there is.</param>
    public sealed record UnknownMember(string? In, IReadOnlyList<string> Known) : ImportFault;

    /// <summary>A field has a value, and the method has no such field.</summary>
    public sealed record NotAField(string Field, IReadOnlyList<string> Known) : ImportFault;

    /// <summary>The provider has several methods, and the row names none.</summary>
    public sealed record MethodRequired(IReadOnlyList<string> Known) : ImportFault;

    /// <summary>People can use the method only by authorizing Hub in their browser.</summary>
    public sealed record NeedsAuthorization(string Property) : ImportFault;

    /// <summary>A value has another form than the property needs.</summary>
    public sealed record NotOfType(string Property, ValueForm Form) : ImportFault;

    /// <summary>A value that the rules of the property forbid.</summary>
    public sealed record Invalid(string Property, ValidationError Error) : ImportFault;

    /// <summary>A column whose name nobody knows. Nothing is done with it; the rows are read.</summary>
    /// <param name="Position">Counted from 1.</param>
    public sealed record UnknownColumn(int Position) : ImportFault;
}

/// <summary>Why a row cannot be read.</summary>
public enum RowProblem
{
    /// <summary>It is longer than any row may be; or a quote that is opened is not closed.</summary>
    TooLong,

    /// <summary>It holds bytes that are no UTF-8, or U+0000.</summary>
    NotText,

    /// <summary>It has more values than the header has columns.</summary>
    TooManyValues,

    /// <summary>A quote inside of a value is not written as CSV needs it.</summary>
    MalformedCsv,

    MalformedJson,
}

/// <summary>The form that a value must have.</summary>
public enum ValueForm
{
    Text,
    Date,
    JsonObject,
}
