using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Hub.Web.Components.Accounts;

/// <summary>Edits type, label and metadata of an account; closes when they are saved.</summary>
public sealed partial class EditDetailsDialog
{
    // An accidental click beside the dialog would lose what was entered.
    public static readonly DialogOptions Options = new()
    {
        BackdropClick = false,
        CloseOnEscapeKey = true,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };

    private readonly Dictionary<int, TextInput?> _keys = [];
    private List<Row> _rows = [];
    private int _lastRow;
    private ElementReference _form;
    private Notice? _notice;
    private string? _labelError;
    private string? _metadataError;
    private FocusRequest? _focus;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Inject]
    public required AccountDetailsMessages Texts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    /// <summary>The account as the person saw it.</summary>
    [Parameter, EditorRequired]
    public required AccountRow Account { get; set; }

    /// <summary>Saves the edit.</summary>
    [Parameter, EditorRequired]
    public required Func<AccountEdit, Task<AccountEditOutcome>> Save { get; set; }

    private IEnumerable<(string Value, string Label)> Types =>
        Enum.GetValues<AccountType>().Select(type => (type.ToString(), Texts.TypeName(type)));

    protected override void OnInitialized() => _rows = [.. MetadataText.Read(Account.Metadata).Select(value => new Row(++_lastRow, value))];

    private static string KeyName(Row row) => $"key-{row.Id}";

    private static string ValueName(Row row) => $"value-{row.Id}";

    private void Add()
    {
        var row = new Row(++_lastRow, new MetadataValue("", "", Original: null));
        _rows.Add(row);
        _focus = new FocusRequest(() => _keys[row.Id]!.FocusAsync());
    }

    private void Remove(Row row)
    {
        _rows.Remove(row);
        _keys.Remove(row.Id);
        _focus = new FocusRequest(() => JS.InvokeVoidAsync("hubPage.focus", "add-metadata"));
    }

    private async Task SubmitAsync()
    {
        if (!IsBusy && await Reader.ReadSubmittedAsync(_form, Disposed) is { } read)
        {
            await OnceAsync(() => SaveAsync(read));
        }
    }

    private async Task SaveAsync(FormValues read)
    {
        (_notice, _labelError, _metadataError) = (null, null, null);
        var entered = _rows
            .Select(row => row.Value with { Key = (read[KeyName(row)] ?? "").Trim(), Text = read[ValueName(row)] ?? "" })
            .ToList();
        var metadata = MetadataText.Write(entered, out var problems);
        for (var index = 0; index < _rows.Count; index++)
        {
            _rows[index].Problem = problems.TryGetValue(index, out var problem) ? problem : null;
        }

        if (problems.Count > 0)
        {
            var first = _rows[problems.Keys.Min()];
            var name = first.Problem == MetadataProblem.NotJson ? ValueName(first) : KeyName(first);
            _focus = new FocusRequest(() => JS.InvokeVoidAsync("hubPage.focus", FieldFrame.IdOf(name)));
            return;
        }

        var edit = new AccountEdit
        {
            Type = Enum.Parse<AccountType>(read["type"] ?? Account.Type.ToString()),
            Label = (read["label"] ?? "").Trim(),
            // What nobody touched stays as it is, to the letter.
            Metadata = IsUnchanged(entered) ? null : metadata,
            Seen = new AccountDetails(Account.Label, Account.Metadata, Account.Type),
        };
        Show(await Save(edit));
    }

    private bool IsUnchanged(IReadOnlyList<MetadataValue> entered)
    {
        var before = MetadataText.Read(Account.Metadata);
        return entered
            .Select(one => (one.Key, one.Text.ReplaceLineEndings("\n")))
            .SequenceEqual(before.Select(one => (one.Key, one.Text.ReplaceLineEndings("\n"))));
    }

    private void Show(AccountEditOutcome outcome)
    {
        switch (outcome)
        {
            case AccountEditOutcome.Edited:
                Dialog.Close(DialogResult.Ok(true));
                break;
            case AccountEditOutcome.Invalid(var errors):
                _labelError = errors.GetValueOrDefault(nameof(AccountEdit.Label)) is { } label ? Validation.Of(label) : null;
                _metadataError = errors.GetValueOrDefault(nameof(AccountEdit.Metadata)) is { } metadata ? Validation.Of(metadata) : null;
                break;
            case AccountEditOutcome.ChangedMeanwhile:
                _notice = new Notice(Texts.ChangedTitle, Texts.DetailsChangedText);
                break;
            case AccountEditOutcome.NotFound:
                _notice = new Notice(Texts.AccountGoneTitle, Texts.AccountGoneText);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>A row of the editor. What is entered stays in the browser until the form is read.</summary>
    private sealed class Row(int id, MetadataValue value)
    {
        public int Id => id;

        public MetadataValue Value => value;

        public MetadataProblem? Problem { get; set; }
    }
}
