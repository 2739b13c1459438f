namespace Hub.Core.Sessions;

public static class SessionLimits
{
    /// <summary>The lifetime of a session made by a product that does not name one.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(30);

    /// <summary>The lifetime of an auth link whose issuer does not choose one.</summary>
    public static readonly TimeSpan AuthLinkLifetime = TimeSpan.FromDays(30);

    /// <summary>How many providers one session can be limited to.</summary>
    public const int Providers = 50;

    /// <summary>The longest language tag, in characters (RFC 5646, 4.4.1).</summary>
    public const int Locale = 35;

    public static readonly TimeSpan MinLifetime = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(365);
}
