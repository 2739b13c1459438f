using Hub.Core.Accounts;
using Hub.Core.Verification;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Linking;

public sealed partial class ReplaceQuestion
{
    private ElementReference _title;

    [Parameter, EditorRequired]
    public required ConnectContext Context { get; set; }

    [Parameter, EditorRequired]
    public required LinkOutcome.WouldReplace Question { get; set; }

    [Parameter]
    public EventCallback OnReplace { get; set; }

    [Parameter]
    public EventCallback OnKeep { get; set; }

    [Inject]
    public required ReplaceMessages Texts { get; init; }

    /// <summary>Who comes, as far as the provider tells. The person has just shown that it is their own credential.</summary>
    private string? NewName => Question.Identity == ProviderIdentity.Unknown ? null : Question.Identity.DisplayName(Context.Provider.Name);

    private string Title =>
        (Question.Present.Name, NewName) switch
        {
            ({ } present, { } name) when present == name => Texts.ReplaceSameName(name),
            ({ } present, { } name) => Texts.ReplaceBy(present, name),
            (null, { } name) => Texts.ReplaceLinkedBy(name),
            ({ } present, null) => Texts.ReplaceNamed(present),
            (null, null) => Texts.ReplaceLinked,
        };

    private string Text
    {
        get
        {
            var (provider, date) = (Context.Provider.Name, Dates.Day(Question.Present.Since));
            var text = Context.Account is null
                ? Texts.OnlyOneFor(Context.Session!.Origin.Name!, provider, date)
                : Texts.KeepsId(provider, date);
            return NewName is null ? $"{Texts.IdentityUnknown(provider)} {text}" : text;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await _title.FocusAsync();
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or InvalidOperationException or OperationCanceledException)
        {
            // The element or the browser is gone.
        }
    }
}
