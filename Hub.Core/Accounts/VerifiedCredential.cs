using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Core.Accounts;

/// <summary>A credential that the provider accepted. No record: those print what they hold.</summary>
internal sealed class VerifiedCredential
{
    public required Provider Provider { get; init; }
    public required AuthMethod Method { get; init; }
    public required CredentialValues Values { get; init; }
    public required ProviderIdentity Identity { get; init; }
    public required StatusReason.PermissionMissing? MissingPermission { get; init; }
    public required VerificationReport Report { get; init; }

    /// <summary>The host at the provider, where it is the customer's own or its region's.</summary>
    internal string? Address => ProviderAddresses.CustomerHost(Method, Values);

    /// <inheritdoc cref="AccountIdentity.KeyOf"/>
    internal string? IdentityKey => AccountIdentity.KeyOf(Identity, Address);

    /// <returns>Null where the provider did not accept it.</returns>
    public static VerifiedCredential? Of(VerificationReport report, Provider provider, AuthMethod method, CredentialValues values)
    {
        return report.Outcome switch
        {
            VerificationOutcome.Verified(var identity) => With(identity, missing: null),
            VerificationOutcome.VerifiedLimited(var identity, var rule) => With(identity, new StatusReason.PermissionMissing(rule.Key)),
            _ => null,
        };

        VerifiedCredential With(ProviderIdentity identity, StatusReason.PermissionMissing? missing) =>
            new()
            {
                Provider = provider,
                Method = method,
                Values = report.Completed ?? values,
                Identity = identity,
                MissingPermission = missing,
                Report = report,
            };
    }
}
