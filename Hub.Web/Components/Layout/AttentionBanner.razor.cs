using Hub.Core;
using Hub.Core.Notices;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Layout;

/// <summary>
/// Tells a person on every page that accounts need them. What it stands above is shown once it is known whether there is anything to tell:
/// the page does not move then.
/// </summary>
public sealed partial class AttentionBanner
{
    private string? _address;
    private Attention? _attention;
    private bool _isLoaded;

    /// <summary>The page below it.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The <see cref="Attention.Key"/> that the person closed, in the cookie of the document.</summary>
    [CascadingParameter(Name = nameof(ClosedKey))]
    public string? ClosedKey { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    [Inject]
    public required AttentionReader Reader { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required LayoutMessages Texts { get; init; }

    [Inject]
    public required ILogger<AttentionBanner> Logger { get; init; }

    /// <summary>Also called when the layout shows another page: the account may have been mended on the one before.</summary>
    protected override async Task OnParametersSetAsync()
    {
        if (_address == Navigation.Uri)
        {
            return;
        }

        _address = Navigation.Uri;
        try
        {
            _attention = OwnerId.From((await AuthenticationState).User) is { } person ? await Reader.FindAsync(person, Disposed) : null;
        }
        catch (Exception e)
        {
            // The page below it is shown all the same.
            if (!Disposed.IsCancellationRequested)
            {
                LogNotRead(Logger, e);
            }
        }

        _isLoaded = true;
    }

    private static string AddressOf(Attention attention) =>
        attention.AccountId is { } only ? $"accounts/{only}/edit"
        : attention.IsExpiringOnly ? "accounts"
        : "accounts?status=error,expired";

    [LoggerMessage(Level = LogLevel.Warning, Message = "The accounts that need a person could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception);
}
