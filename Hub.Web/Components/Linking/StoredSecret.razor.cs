using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

public sealed partial class StoredSecret
{
    private ElementReference _replace;

    [Parameter, EditorRequired]
    public required ProviderField Field { get; set; }

    /// <summary>The last characters, or nothing of a short one.</summary>
    [Parameter, EditorRequired]
    public required string End { get; set; }

    /// <summary>Whether the address was changed, so that it has to be replaced.</summary>
    [Parameter]
    public bool IsForOtherAddress { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    [Parameter]
    public EventCallback OnReplace { get; set; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    public ValueTask FocusAsync() => _replace.FocusAsync();
}
