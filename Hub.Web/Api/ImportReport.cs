using System.Diagnostics;
using System.Text.Json.Serialization;
using Hub.Core.Accounts.Import;
using Hub.Web.Messages;

namespace Hub.Web.Api;

/// <summary>
/// Makes the report of an import: a line for each row in the order of the file, and a summary at the end. No value of the file is in it.
/// </summary>
internal sealed class ImportReport(LinkErrors errors, ValidationMessages validation)
{
    public ImportReportLine LineOf(ImportedRow row)
    {
        var (code, account, message) = row.Outcome switch
        {
            ImportOutcome.Created(var id) => ("created", id, null),
            ImportOutcome.Updated(var id) => ("updated", id, null),
            ImportOutcome.Unchanged(var id) => ("unchanged", id, null),
            ImportOutcome.Verified => ("verified", null, null),
            ImportOutcome.Ignored(var fault) => ("ignored", null, Describe(fault)),
            ImportOutcome.Invalid([ImportFault.Unreadable fault]) => ("unreadable", null, Describe(fault)),
            ImportOutcome.Invalid(var faults) => ("invalid_fields", (Guid?)null, string.Join(" ", faults.Select(Describe))),
            ImportOutcome.Refused refused => Describe(refused),
            _ => throw new UnreachableException(),
        };
        return new ImportReportLine(row.Line, code, account, message);
    }

    private (string Code, Guid? Account, string? Message) Describe(ImportOutcome.Refused refused)
    {
        var error = errors.ErrorOf(refused.Reason, refused.Provider, refused.Method)!;
        return (error.ErrorCode, null, error.Message);
    }

    private string Describe(ImportFault fault) =>
        fault switch
        {
            ImportFault.Unreadable(var problem) => Describe(problem),
            ImportFault.Missing(var property) => $"{property} is required.",
            ImportFault.Unknown(var property, []) => $"{property}: there is no such {property}.",
            ImportFault.Unknown(var property, var known) => $"{property} is none of {string.Join(", ", known)}.",
            ImportFault.UnknownMember(null, var known) => $"It has a property that is none of {string.Join(", ", known)}.",
            ImportFault.UnknownMember(var property, var known) => $"{property}: has one that is none of {string.Join(", ", known)}.",
            ImportFault.MethodRequired(var known) => $"{ImportProperties.Method} is required here: {string.Join(" or ", known)}.",
            ImportFault.NeedsAuthorization(var property) =>
                $"{property}: this provider's accounts are linked by authorization, in a browser. Send the customer an auth link.",
            ImportFault.NotOfType(var property, var form) => $"{property} is not {Describe(form)}.",
            ImportFault.Invalid(var property, var error) => $"{property}: {validation.Of(error)}",
            ImportFault.UnknownColumn(var position) => $"Column {position} has a name that Hub does not know. It is not imported.",
            _ => throw new UnreachableException(),
        };

    private static string Describe(RowProblem problem) =>
        problem switch
        {
            RowProblem.TooLong => $"The row is longer than {ImportSource.MaxRowLength} characters, or a quotation mark is not closed.",
            RowProblem.NotText => "The row is not UTF-8 text, or contains U+0000.",
            RowProblem.TooManyValues => "The row has more values than the header has columns.",
            RowProblem.MalformedCsv => "The row is not CSV. Put a value with quotation marks in quotation marks, and double each of them.",
            RowProblem.MalformedJson => "The line is not a JSON object.",
            _ => throw new UnreachableException(),
        };

    private static string Describe(ValueForm form) =>
        form switch
        {
            ValueForm.Text => "text",
            ValueForm.Date => "a date such as 2027-01-31",
            ValueForm.JsonObject => "a JSON object",
            _ => throw new UnreachableException(),
        };

    /// <returns>Why the file cannot be imported; null where it can.</returns>
    public static string? Explain(ImportOpening opening) =>
        opening switch
        {
            ImportOpening.Opened => null,
            ImportOpening.NoHeader =>
                $"The first line of a CSV file must name the columns: {ImportProperties.Provider}, the fields of the providers, and "
                    + "perhaps others. Save the file as CSV in UTF-8.",
            ImportOpening.ColumnMissing(var name) => $"The column {name} is missing.",
            ImportOpening.NoFields => "There is no column with a field of a provider, such as api_key.",
            ImportOpening.ColumnTwice(var name) => $"There are two columns {name}.",
            _ => throw new UnreachableException(),
        };
}

/// <summary>What became of a row.</summary>
/// <param name="Line">The line of the file that it begins with, counted from 1.</param>
/// <param name="Outcome">
/// <c>created</c>, <c>updated</c>, <c>unchanged</c>; in a dry run <c>verified</c>; <c>ignored</c> for a column that Hub does not know; or
/// why it was not linked: <c>unreadable</c>, or the <c>errorCode</c> that linking it alone would have.
/// </param>
/// <param name="AccountId">The account, where there is one.</param>
/// <param name="Message">What is wrong, for people.</param>
internal sealed record ImportReportLine(
    long Line,
    string Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? AccountId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message
)
{
    [JsonIgnore]
    public bool IsFailure => Outcome is not ("created" or "updated" or "unchanged" or "verified" or "ignored");
}

/// <summary>The last line of a report.</summary>
internal sealed record ImportSummary
{
    /// <summary>Always <c>summary</c>.</summary>
    public string Outcome { get; } = "summary";

    public bool DryRun { get; init; }

    /// <summary>Whether the file was read to its end. If not, send it again: what is linked is not linked twice.</summary>
    public bool Complete { get; init; }

    /// <summary>How many rows were read.</summary>
    public int Rows { get; init; }
    public int Created { get; init; }
    public int Updated { get; init; }
    public int Unchanged { get; init; }

    /// <summary>How many were accepted by their provider in a dry run.</summary>
    public int Verified { get; init; }
    public int Failed { get; init; }

    /// <summary>Why it is not complete, for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    public ImportSummary With(ImportReportLine line) =>
        line.Outcome switch
        {
            "ignored" => this,
            "created" => this with { Rows = Rows + 1, Created = Created + 1 },
            "updated" => this with { Rows = Rows + 1, Updated = Updated + 1 },
            "unchanged" => this with { Rows = Rows + 1, Unchanged = Unchanged + 1 },
            "verified" => this with { Rows = Rows + 1, Verified = Verified + 1 },
            _ => this with { Rows = Rows + 1, Failed = Failed + 1 },
        };
}
