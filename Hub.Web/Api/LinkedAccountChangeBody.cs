using System.Text.Json;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Web.Api;

/// <summary>What should be different of a linked account. What is left out, null or {} stays as it is.</summary>
internal sealed record LinkedAccountChangeBody
{
    /// <summary>Cannot be changed; it must be the account's own.</summary>
    public string? Provider { get; init; }

    /// <summary>The way to authenticate that the new credential is for; the account's own unless given.</summary>
    /// <example>smartrecruiters.api_key</example>
    public string? IntegrationId { get; init; }

    /// <summary>Your own id of the customer.</summary>
    public string? OriginOwnerId { get; init; }

    public string? OriginOwnerName { get; init; }

    /// <summary>Empty for none.</summary>
    public string? OriginUsername { get; init; }

    /// <summary>A text, empty for none; the official SDKs take it for an object, whose JSON is then kept.</summary>
    public JsonElement? Label { get; init; }

    /// <summary>Any JSON object; takes the place of the one that is there.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Ignored where the official TypeScript SDK before 4.34 sends it: it does so unasked.</summary>
    public AccountType? Type { get; init; }

    /// <summary>The day on which the key expires, e.g. <c>2027-03-31</c>. Ignored where the provider tells Hub.</summary>
    public DateOnly? KeyExpiresOn { get; init; }

    /// <summary>New values of the provider's fields, e.g. <c>{"api_key": "…"}</c>. Those that are left out stay.</summary>
    public IReadOnlyDictionary<string, string?>? Credentials { get; init; }

    /// <summary>The same as <c>credentials</c>.</summary>
    public IReadOnlyDictionary<string, string?>? Secrets { get; init; }

    /// <summary>The same as <c>credentials</c>.</summary>
    public IReadOnlyDictionary<string, string?>? SetupInformation { get; init; }

    public AccountEdit ToEdit(HttpRequest request) =>
        new()
        {
            OriginOwnerId = OriginOwnerId,
            OriginOwnerName = OriginOwnerName,
            OriginUsername = OriginUsername,
            Label = Label switch
            {
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                { ValueKind: JsonValueKind.Object } empty when !empty.EnumerateObject().Any() => null,
                { } other => other.GetRawText(),
                null => null,
            },
            Metadata = JsonText.Of(Metadata),
            Type = OldSdk.Calls(request) ? null : Type,
            KeyExpiresOn = KeyExpiresOn,
        };

    /// <returns>The way to authenticate that the credential is for; null where there is none.</returns>
    public AuthMethod? MethodFor(ProductAccount account, Provider? provider, ProviderCatalog catalog, Dictionary<string, string> faults)
    {
        if (!string.IsNullOrEmpty(Provider) && !string.Equals(Provider, account.ProviderSlug, StringComparison.OrdinalIgnoreCase))
        {
            faults.TryAdd("provider", $"cannot be changed: the account is at {account.ProviderSlug}");
        }

        // Its own may be one that is no longer offered.
        if (string.IsNullOrEmpty(IntegrationId) || IntegrationId == LinkedAccountBody.IntegrationOf(account))
        {
            return provider?.FindMethod(account.AuthMethod);
        }

        if (Api.IntegrationId.Find(catalog, IntegrationId) is { } integration && integration.Provider == provider)
        {
            return integration.Method ?? provider.FindMethod(account.AuthMethod);
        }

        faults.TryAdd("integration_id", $"is none of {account.ProviderSlug}");
        return null;
    }

    /// <returns>The new values; null where there are none.</returns>
    public CredentialValues? Values(AuthMethod? method, Dictionary<string, string> faults)
    {
        var values = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (
            var (name, fields) in new[] { ("setup_information", SetupInformation), ("secrets", Secrets), ("credentials", Credentials) }
        )
        {
            foreach (var (key, value) in fields ?? System.Collections.Frozen.FrozenDictionary<string, string?>.Empty)
            {
                if (method is null)
                {
                    faults.TryAdd(name, "cannot be taken: the provider or way to authenticate is no longer offered here");
                }
                else if (method is AuthMethod.AuthorizationCode)
                {
                    faults.TryAdd(
                        name,
                        "cannot be taken: people sign in at the provider themselves, in Hub or through a connect session for this account"
                    );
                }
                else if (method.Find(key) is null)
                {
                    // The name is the caller's own text; what is offered is ours.
                    faults.TryAdd(name, $"holds a field that is none of {string.Join(", ", method.Fields.Select(field => field.Key))}");
                }
                else if (!string.IsNullOrEmpty(value))
                {
                    values[key] = new Secret(value);
                }
            }
        }

        return values.Count == 0 ? null : new CredentialValues(values);
    }

    // What records print of themselves would show the credential.
    public override string ToString() => nameof(LinkedAccountChangeBody);
}
