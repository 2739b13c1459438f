using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Tests.Accounts;

/// <summary>One of every outcome that verification can have.</summary>
internal static class VerificationSamples
{
    public static IReadOnlyList<VerificationOutcome> All { get; } =
    [
        new VerificationOutcome.Verified(ProviderIdentity.Unknown),
        Limited(ProviderIdentity.Unknown, "It may not read users."),
        new VerificationOutcome.InvalidCredentials("api_key", "Copy it again.", 3),
        new VerificationOutcome.WrongKeyKind("api_key", "This is a partner key."),
        new VerificationOutcome.WrongAddress("subdomain", Help: null),
        new VerificationOutcome.RateLimited(TimeSpan.FromSeconds(17)),
        new VerificationOutcome.ProviderUnavailable(UnavailableCause.TimedOut),
        new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.NoEvidence),
    ];

    public static VerificationOutcome.VerifiedLimited Limited(ProviderIdentity identity, string help) => new(identity, LimitedRule(help));

    /// <summary>What an account keeps of <see cref="Limited"/>.</summary>
    public static StatusReason.PermissionMissing Missing { get; } = new(LimitedRule("").Key);

    /// <summary>A rule of a provider file by which a key lacks a permission.</summary>
    public static FailureRule LimitedRule(string help) =>
        new()
        {
            Status = 403,
            Outcome = FailureOutcome.VerifiedLimited,
            Confidence = Confidence.Documented,
            Help = help,
        };

    public static VerificationOutcome Of(string name) => All.Single(outcome => outcome.GetType().Name == name);

    /// <summary>The names of all cases but these, read from the type, so that a new case is tested or fails.</summary>
    public static IEnumerable<string> NamesExcept(params string[] names) =>
        typeof(VerificationOutcome)
            .GetNestedTypes()
            .Where(type => type.IsSubclassOf(typeof(VerificationOutcome)))
            .Select(type => type.Name)
            .Except(names, StringComparer.Ordinal);
}
