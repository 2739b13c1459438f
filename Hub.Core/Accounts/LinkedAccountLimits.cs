namespace Hub.Core.Accounts;

public static class LinkedAccountLimits
{
    /// <summary>The longest name an owner can give, in characters.</summary>
    public const int Name = 200;

    /// <summary>The longest host at a provider, with its base path, in characters.</summary>
    public const int Address = 255;

    /// <summary>The longest label that a product can give, in characters.</summary>
    public const int Label = 200;

    /// <summary>The longest JSON that a product can keep with an account, in characters.</summary>
    public const int Metadata = 8192;

    /// <summary>The stored reasons: one of each group, with its arguments.</summary>
    internal const int Reasons = 20_000;
}
