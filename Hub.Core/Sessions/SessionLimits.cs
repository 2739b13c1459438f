namespace Hub.Core.Sessions;

public static class SessionLimits
{
    /// <summary>How long a session lasts that a product makes, unless it says otherwise.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(30);

    /// <summary>How long an auth link lasts, unless its maker says otherwise.</summary>
    public static readonly TimeSpan AuthLinkLifetime = TimeSpan.FromDays(30);

    /// <summary>How many providers one session can be limited to.</summary>
    public const int Providers = 50;

    public static readonly TimeSpan MinLifetime = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(365);
}
