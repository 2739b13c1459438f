using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Core.Accounts.Import;

/// <summary>What a row's credential is for.</summary>
internal sealed record ImportTarget(Provider Provider, AuthMethod Method, OriginOwner Origin)
{
    /// <param name="faults">Gets what is wrong with the row.</param>
    /// <returns>Null where provider or method are not to be found.</returns>
    public static ImportTarget? Find(ImportRow row, ProviderCatalog catalog, bool needsOrigin, List<ImportFault> faults)
    {
        // Of a row that cannot be read nothing more can be said.
        if (faults.Exists(fault => fault is ImportFault.Unreadable))
        {
            return null;
        }

        if (needsOrigin && row.Details.OriginOwnerId is null)
        {
            faults.Add(new ImportFault.Missing(ImportProperties.OriginOwnerId));
        }

        if (row.Provider is null)
        {
            faults.Add(new ImportFault.Missing(ImportProperties.Provider));
            return null;
        }

        if (catalog.Find(row.Provider) is not { } provider)
        {
            // The catalog is too long to be named.
            faults.Add(new ImportFault.Unknown(ImportProperties.Provider, []));
            return null;
        }

        if (MethodOf(row, provider, faults) is not { } method)
        {
            return null;
        }

        faults.AddRange(
            row.Fields.All.Keys.Where(key => method.Find(key) is null)
                .Select(_ => new ImportFault.UnknownMember(ImportProperties.Fields, [.. method.Fields.Select(field => field.Key)]))
                .Take(1)
        );
        var (id, name, username) = (row.Details.OriginOwnerId ?? "", row.Details.OriginOwnerName, row.Details.OriginUsername);
        return new ImportTarget(provider, method, new OriginOwner(id, name, username));
    }

    private static AuthMethod? MethodOf(ImportRow row, Provider provider, List<ImportFault> faults)
    {
        // Tokens cannot be imported: they are bound to another product's client.
        var methods = provider.Methods.Where(method => method is not AuthMethod.AuthorizationCode).ToList();
        var names = methods.ConvertAll(method => method.Kind.ToName());
        switch (row.Method)
        {
            case null when methods is [var only]:
                return only;
            case null when methods.Count > 0:
                faults.Add(new ImportFault.MethodRequired(names));
                return null;
            case { } name when methods.Find(method => method.Kind.ToName() == name) is { } method:
                return method;
            case var name when name is null || name == AuthMethodKind.Oauth2AuthorizationCode.ToName():
                faults.Add(new ImportFault.NeedsAuthorization(ImportProperties.Method));
                return null;
            default:
                faults.Add(new ImportFault.Unknown(ImportProperties.Method, names));
                return null;
        }
    }
}
