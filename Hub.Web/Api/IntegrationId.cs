using Hub.Core.Providers;

namespace Hub.Web.Api;

/// <summary>
/// What the wire calls an integration: a provider and one way to authenticate there, e.g. <c>smartrecruiters.api_key</c>.
/// </summary>
internal static class IntegrationId
{
    public static string Of(Provider provider, AuthMethodKind method) => $"{provider.Slug}.{method.ToName()}";

    /// <param name="text">Also a bare slug, which leaves the way to authenticate open.</param>
    /// <returns>Null for what names nothing in the catalog.</returns>
    public static (Provider Provider, AuthMethod? Method)? Find(ProviderCatalog catalog, string? text)
    {
        if (text is null)
        {
            return null;
        }

        // Slugs hold no dot.
        var parts = text.Split('.', 2);
        if (catalog.Find(parts[0]) is not { } provider)
        {
            return null;
        }

        if (parts is [_])
        {
            return (provider, null);
        }

        return provider.Methods.FirstOrDefault(method => method.Kind.ToName() == parts[1]) is { } found ? (provider, found) : null;
    }
}
