using System.Globalization;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

/// <summary>Asks on which day a key expires, where the provider does not tell.</summary>
public sealed partial class KeyExpiryInput
{
    // Not the key of a field: those have no space.
    private const string Field = "expires on";

    /// <summary>What browsers send, in every language.</summary>
    private const string Format = "yyyy-MM-dd";

    private ElementReference _input;
    private bool _isOpened;

    [Parameter, EditorRequired]
    public required bool IsOpen { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback IsOpenChanged { get; set; }

    [Parameter, EditorRequired]
    public required DateOnly? Day { get; set; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    private string? Entered => Day?.ToString(Format, CultureInfo.InvariantCulture);

    private string Today => Time.GetUtcNow().ToString(Format, CultureInfo.InvariantCulture);

    public static bool IsOfferedFor(AuthMethod method) =>
        method is AuthMethod.ApiKey or AuthMethod.Basic && method.FindCheck()?.KeyExpiry is null;

    /// <returns>The day that was entered; null for none.</returns>
    internal static DateOnly? Read(FormValues read) =>
        DateOnly.TryParseExact(read[Field], Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isOpened && IsOpen)
        {
            _isOpened = false;
            await _input.FocusAsync();
        }
    }

    private async Task OpenAsync()
    {
        _isOpened = true;
        await IsOpenChanged.InvokeAsync();
    }
}
