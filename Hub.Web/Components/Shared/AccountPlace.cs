using Hub.Core.Providers;

namespace Hub.Web.Components.Shared;

/// <summary>Where an account is at its provider, for providers with several regions or addresses.</summary>
/// <param name="Term">What kind of place, e.g. "Region".</param>
internal sealed record AccountPlace(string Term, string Text, string InALine)
{
    /// <param name="method">How the account is linked; null when the catalog no longer has that method.</param>
    public static AccountPlace? Of(AuthMethod? method, string? address) =>
        address is null ? null
        : method?.RegionAt(address) is { } region
            ? new AccountPlace(method.RegionField!.Label, region.Label, $"{method.RegionField.Label}: {region.Label}")
        : new AccountPlace("Address", address, address);
}
