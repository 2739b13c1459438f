using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>What providers announced to switch off, the earliest first, for Administrators. Empty where there is nothing.</summary>
public sealed partial class SunsetList
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<Provider> Providers { get; set; }

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
        return sunset.Date <= DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime) ? $"Since {day}" : $"From {day}";
    }
}
