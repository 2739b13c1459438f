using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Shared;

/// <summary>Asks before something happens that cannot be undone. Anything but the second button cancels.</summary>
public sealed partial class ConfirmDialog
{
    private static readonly DialogOptions Options = new()
    {
        CloseOnEscapeKey = true,
        MaxWidth = MaxWidth.ExtraSmall,
        FullWidth = true,
    };

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Inject]
    public required SharedMessages Texts { get; init; }

    [Parameter, EditorRequired]
    public required ConfirmQuestion Question { get; set; }

    /// <returns>True when the person confirmed.</returns>
    public static async Task<bool> AskAsync(IDialogService dialogs, ConfirmQuestion question)
    {
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(
            question.Title,
            new DialogParameters<ConfirmDialog> { { popup => popup.Question, question } },
            Options
        );
        return await dialog.Result is { Canceled: false };
    }
}

/// <param name="Confirm">What the second button says.</param>
public sealed record ConfirmQuestion(string Title, string Confirm, params IReadOnlyList<string> Paragraphs)
{
    /// <summary>What the first button says; null for "Cancel".</summary>
    public string? Cancel { get; init; }

    public bool IsDestructive { get; init; } = true;
}
