namespace Hub.Web.Security;

/// <summary>The rate limit on everything that can be guessed.</summary>
public sealed class SignInRateLimitOptions
{
    /// <summary>
    /// Configuration key <c>Hub:SignInAttemptsPerMinute</c>: how many passwords, codes and tokens one client may try in a minute; 0 is no
    /// limit.
    /// </summary>
    public int SignInAttemptsPerMinute { get; set; } = 30;
}
