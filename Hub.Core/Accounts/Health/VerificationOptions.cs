using Microsoft.Extensions.Options;

namespace Hub.Core.Accounts.Health;

/// <summary>Configuration section <c>Hub:Verification</c>: how often stored credentials are verified.</summary>
public sealed class VerificationOptions
{
    public const string Section = "Hub:Verification";

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>How often each account is verified, give or take a fifth.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>For how long verifications end without a clear answer before the account says so.</summary>
    public TimeSpan NotVerifiedAfter { get; set; } = TimeSpan.FromDays(3);

    internal sealed class Validator : IValidateOptions<VerificationOptions>
    {
        public ValidateOptionsResult Validate(string? name, VerificationOptions options) =>
            options.Interval < Shortest || options.Interval > Longest
                ? ValidateOptionsResult.Fail($"{Section}:Interval must be from 1 second (00:00:01) to 30 days (30.00:00:00).")
            : options.NotVerifiedAfter < Shortest || options.NotVerifiedAfter > Longest
                ? ValidateOptionsResult.Fail($"{Section}:NotVerifiedAfter must be from 1 second (00:00:01) to 30 days (30.00:00:00).")
            : ValidateOptionsResult.Success;
    }
}
