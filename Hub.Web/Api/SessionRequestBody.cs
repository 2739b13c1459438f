using System.Text.Json;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Web.Api;

/// <summary>What a connect session should permit.</summary>
internal sealed record SessionRequestBody
{
    /// <summary>Your own id of the customer whose account is linked. Required without <c>account_id</c>; else the account's own.</summary>
    /// <example>acme-42</example>
    public string? OriginOwnerId { get; init; }

    /// <summary>
    /// What the customer is called. People who link an account see it. Required without <c>account_id</c>; else the account's own.
    /// </summary>
    /// <example>Acme Inc.</example>
    public string? OriginOwnerName { get; init; }

    /// <summary>The person at the customer.</summary>
    /// <example>jane@acme.example</example>
    public string? OriginUsername { get; init; }

    /// <summary>The only provider that is offered, e.g. <c>smartrecruiters</c>. Without it all are.</summary>
    /// <example>smartrecruiters</example>
    public string? Provider { get; init; }

    /// <summary>The only categories that are offered. Empty for all.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The only provider that is offered, and the only way to authenticate there, e.g. <c>smartrecruiters.api_key</c>.</summary>
    public string? IntegrationId { get; init; }

    /// <summary>Another name of <c>integration_id</c>.</summary>
    public string? ConnectorProfileId { get; init; }

    /// <summary>The account that gets a new credential; no other is linked. Customer and provider are the account's own.</summary>
    public string? AccountId { get; init; }

    /// <summary>
    /// Whether the customer may have several accounts at one provider. If not, linking again gives the one that is there a new credential.
    /// </summary>
    public bool? Multiple { get; init; }

    /// <summary>Whether the first account that is linked ends the session.</summary>
    public bool? SingleUse { get; init; }

    /// <summary>Copied to the accounts that are linked.</summary>
    public string? Label { get; init; }

    /// <summary>Any JSON object; copied to the accounts that are linked.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Copied to the accounts that are linked.</summary>
    public AccountType? Type { get; init; }

    /// <summary>
    /// The language of the pages, as a BCP 47 tag, e.g. <c>de</c> or <c>pt-BR</c>; English where Hub does not have it. Without it, it is
    /// the one that the browser asks for.
    /// </summary>
    /// <example>de</example>
    public string? Locale { get; init; }

    /// <summary>For how many seconds the session is good: 60 to 31536000; 1800 unless given.</summary>
    /// <example>1800</example>
    public double? ExpiresIn { get; init; }

    public static string WireName(string property) =>
        property switch
        {
            nameof(OriginOwner.Id) => "origin_owner_id",
            nameof(OriginOwner.Name) => "origin_owner_name",
            nameof(OriginOwner.Username) => "origin_username",
            nameof(SessionRequest.Providers) => "provider",
            nameof(SessionRequest.AuthMethod) => "integration_id",
            nameof(SessionRequest.Lifetime) => "expires_in",
            _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(property),
        };

    /// <param name="faults">Where what the wire alone knows of is told.</param>
    public SessionRequest ToRequest(ProviderCatalog catalog, Dictionary<string, string> faults)
    {
        var provider = Given(Provider);
        if (provider is not null && catalog.Find(provider) is null)
        {
            faults.TryAdd("provider", "there is no such provider");
        }

        AddMissingOwner(faults);
        AuthMethodKind? method = null;
        foreach (var (name, id) in new[] { ("integration_id", Given(IntegrationId)), ("connector_profile_id", Given(ConnectorProfileId)) })
        {
            if (id is null)
            {
                continue;
            }

            if (Api.IntegrationId.Find(catalog, id) is not { } integration)
            {
                faults.TryAdd(name, "there is no such integration");
            }
            else if (provider is not null && catalog.Find(provider) != integration.Provider)
            {
                faults.TryAdd(name, "is another provider's");
            }
            else
            {
                provider = integration.Provider.Slug;
                method ??= integration.Method?.Kind;
            }
        }

        var words = Categories ?? [];
        var meant = words.Select(WireCategories.FromWire).ToList();
        if (meant.Contains(null))
        {
            faults.TryAdd("categories", $"hold a word that is none of {string.Join(", ", WireCategories.All)}");
        }

        return new SessionRequest
        {
            Origin = new OriginOwner(OriginOwnerId ?? "", OriginOwnerName ?? "", Given(OriginUsername)),
            Providers = catalog.Find(provider) is { } found ? [found.Slug] : [],
            Categories = words.Count == 0 ? null : [.. meant.SelectMany(categories => categories ?? []).Distinct()],
            AuthMethod = method,
            AccountId = Guid.TryParse(AccountId, out var account) ? account : null,
            Multiple = Multiple ?? false,
            EndsAfterOne = SingleUse ?? false,
            Label = Given(Label),
            Locale = Given(Locale),
            // The official SDK sends {} where there is none.
            Metadata = JsonText.Of(Metadata),
            Type = Type ?? AccountType.Production,
            // Whatever is no time span is none that a session may last.
            Lifetime =
                ExpiresIn is not { } seconds ? SessionLimits.DefaultLifetime
                : seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds)
                : TimeSpan.MaxValue,
        };
    }

    /// <summary>An account brings its own.</summary>
    private void AddMissingOwner(Dictionary<string, string> faults)
    {
        foreach (var (name, value) in new[] { ("origin_owner_id", OriginOwnerId), ("origin_owner_name", OriginOwnerName) })
        {
            if (value is null && Given(AccountId) is null)
            {
                faults.TryAdd(name, "is required");
            }
        }
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
