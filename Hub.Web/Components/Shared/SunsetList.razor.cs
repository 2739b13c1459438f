using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>What providers announced to switch off, the earliest first. For Administrators.</summary>
public sealed partial class SunsetList
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<Provider> Providers { get; set; }

    [Inject]
    public required ControlMessages Texts { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    private IReadOnlyList<(Provider Provider, AuthMethod Method, Sunset Sunset)> Rows =>
        [
            .. from provider in Providers
            from method in provider.Methods
            from sunset in method.Sunset
            orderby sunset.Date
            select (provider, method, sunset),
        ];

    private string DateOf(Sunset sunset)
    {
        var day = Dates.Day(sunset.Date);
        return sunset.Date <= DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime) ? Texts.SunsetSince(day) : Texts.SunsetFrom(day);
    }
}
