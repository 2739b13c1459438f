using System.Text.Json;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;

namespace Hub.Web.Api;

/// <summary>A linked account.</summary>
internal sealed record LinkedAccountBody
{
    public required Guid Id { get; init; }

    /// <example>smartrecruiters</example>
    public required string Provider { get; init; }

    /// <example>SmartRecruiters</example>
    public required string ProviderName { get; init; }

    /// <summary>The provider and the way to authenticate there.</summary>
    /// <example>smartrecruiters.api_key</example>
    public required string IntegrationId { get; init; }

    /// <summary>What people call it: at first, who the provider says was linked.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>active</c>; <c>error</c> where the credential does not work; <c>expired</c> where the key expired or the authorization ended;
    /// <c>inactive</c> where the provider is disabled; <c>suspended</c>; <c>archived</c> where it was unlinked.
    /// </summary>
    public required AccountStatus Status { get; init; }

    /// <summary>Why the status is what it is, or which right the credential lacks.</summary>
    public required IReadOnlyList<StatusReasonBody> StatusReasons { get; init; }

    /// <summary>Whose the credential is, as far as the provider told.</summary>
    public AccountIdentityBody? Identity { get; init; }

    /// <summary>Your own id of the customer. Empty where a person linked the account for themselves.</summary>
    public required string OriginOwnerId { get; init; }

    public required string OriginOwnerName { get; init; }

    public string? OriginUsername { get; init; }

    /// <summary>The secret values, only with include=credentials.</summary>
    public IReadOnlyDictionary<string, string>? Credentials { get; init; }

    /// <summary>The other values, such as a subdomain, only with include=credentials.</summary>
    public IReadOnlyDictionary<string, string>? SetupInformation { get; init; }

    public string? Label { get; init; }

    public JsonElement? Metadata { get; init; }

    public required AccountType Type { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public static LinkedAccountBody Of(ProductAccount account, ProviderCatalog catalog, StatusReasons reasons)
    {
        var provider = catalog.Find(account.ProviderSlug);
        return new LinkedAccountBody
        {
            Id = account.Id,
            Provider = account.ProviderSlug,
            ProviderName = provider?.Name ?? account.ProviderSlug,
            IntegrationId = IntegrationOf(account),
            Name = account.Name,
            Status = account is { Status: AccountStatus.Active, IsReadable: false } ? AccountStatus.Error : account.Status,
            StatusReasons = [.. reasons.Of(account, provider)],
            Identity =
                account.Identity == ProviderIdentity.Unknown && account.IdentityChangedAt is null
                    ? null
                    : new AccountIdentityBody(
                        account.Identity.Name,
                        account.Identity.Email,
                        account.Identity.Organization,
                        account.IdentityChangedAt
                    ),
            OriginOwnerId = account.Origin.Id,
            OriginOwnerName = account.Origin.Name ?? "",
            OriginUsername = account.Origin.Username,
            Label = account.Label,
            Metadata = JsonText.Parse(account.Metadata),
            Type = account.Type,
            CreatedAt = account.LinkedAt,
            UpdatedAt = account.UpdatedAt,
        };
    }

    public static string IntegrationOf(ProductAccount account) => $"{account.ProviderSlug}.{account.AuthMethod.ToName()}";

    /// <param name="method">Null where the catalog does not have it (any more); everything is then taken for secret.</param>
    public LinkedAccountBody With(CredentialValues values, AuthMethod? method)
    {
        var bySecrecy = values.All.ToLookup(field => method?.Find(field.Key) is not { IsSecret: false });
        return this with
        {
            Credentials = bySecrecy[true].ToDictionary(field => field.Key, field => field.Value.Reveal(), StringComparer.Ordinal),
            SetupInformation = bySecrecy[false].ToDictionary(field => field.Key, field => field.Value.Reveal(), StringComparer.Ordinal),
        };
    }

    // What records print of themselves would show the credential.
    public override string ToString() => $"{Provider} {Id}";
}

/// <summary>Whose the credential of an account is.</summary>
/// <param name="ChangedAt">When another person's or organization's credential took the place of the one before. That happens with sessions
/// that are not for one account and without multiple.</param>
internal sealed record AccountIdentityBody(string? Name, string? Email, string? Organization, DateTimeOffset? ChangedAt);

/// <summary>Why an account's status is what it is.</summary>
/// <param name="Code">
/// <c>right_missing</c>, <c>credential_rejected</c>, <c>credential_expired</c>, <c>identity_changed</c> where the credential is another
/// person's or organization's by now, <c>credential_unreadable</c> where Hub's key ring is another one, <c>not_verified</c> where the
/// provider gave no clear answer for days, <c>provider_disabled</c>, <c>suspended</c>, <c>unlinked</c>; or of an authorization:
/// <c>access_ended</c> where its time is over and it cannot be renewed,
/// <c>answer_lost</c> where the renewed access was lost on the way, <c>sign_in_ended</c> where the provider ended it.
/// </param>
/// <param name="Description">For people.</param>
/// <param name="Timestamp">Since when it holds.</param>
internal sealed record StatusReasonBody(string Code, string Description, DateTimeOffset Timestamp);

/// <summary>What kind of account it is.</summary>
internal sealed record LinkedAccountMetaBody(string Provider, string Category)
{
    /// <summary>Always empty: Hub does not map what providers hold.</summary>
    public IReadOnlyDictionary<string, JsonElement> Models { get; } = System.Collections.Frozen.FrozenDictionary<string, JsonElement>.Empty;
}
