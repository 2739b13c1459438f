using System.Text.Json;
using Hub.Core.Verification;

namespace Hub.Core.Accounts.Health;

/// <summary>How one verification of an account ended.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Outcome">A <see cref="VerificationOutcome"/>'s name, with its cause; never what the provider sent.</param>
/// <param name="Milliseconds">How long the provider took; 0 where it was not asked.</param>
public sealed record VerificationRecord(DateTimeOffset At, string Outcome, int Milliseconds)
{
    /// <summary>As many as surely fit into the column.</summary>
    private const int Limit = 30;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What the outcome says of the credential.</summary>
    public VerificationVerdict Verdict =>
        Outcome switch
        {
            nameof(VerificationOutcome.Verified) or nameof(VerificationOutcome.VerifiedLimited) => VerificationVerdict.Accepted,
            nameof(VerificationOutcome.InvalidCredentials)
            or nameof(VerificationOutcome.WrongAddress)
            or nameof(StoredVerification.AuthorizationEnded) => VerificationVerdict.Rejected,
            _ => VerificationVerdict.Unknown,
        };

    internal static VerificationRecord Of(VerificationReport report, DateTimeOffset at) =>
        new(at, CredentialVerifier.Describe(report.Outcome), (int)Math.Min(report.Duration.TotalMilliseconds, int.MaxValue));

    /// <param name="stored">What <see cref="Append"/> returned; null for none.</param>
    /// <returns>The newest first.</returns>
    internal static IReadOnlyList<VerificationRecord> Read(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize<VerificationRecord[]>(stored, Json)!;

    /// <returns>The history with this one, without the oldest.</returns>
    internal static string Append(string? stored, VerificationRecord record) =>
        JsonSerializer.Serialize(
            Read(stored)
                .Prepend(record)
                .Take(Limit)
                .Select(one => new
                {
                    one.At,
                    one.Outcome,
                    one.Milliseconds,
                }),
            Json
        );
}

/// <summary>What a verification says of the credential.</summary>
public enum VerificationVerdict
{
    /// <summary>It works.</summary>
    Accepted,

    /// <summary>It does not work.</summary>
    Rejected,

    /// <summary>There was no clear answer.</summary>
    Unknown,
}
