using Hub.Core.Providers;

namespace Hub.Web.Components.Shared;

/// <summary>Where at the provider a linked account is, where not all are at the same place.</summary>
/// <param name="Term">What kind of place, e.g. "Region".</param>
internal sealed record AccountPlace(string Term, string Text, string InALine)
{
    /// <param name="method">How the account is linked; null where the catalog no longer has that.</param>
    public static AccountPlace? Of(AuthMethod? method, string? address) =>
        address is null ? null
        : method?.RegionAt(address) is { } region
            ? new AccountPlace(method.RegionField!.Label, region.Label, $"{method.RegionField.Label}: {region.Label}")
        : new AccountPlace("Address", address, address);
}
