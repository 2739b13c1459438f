namespace Hub.Core.Accounts;

public static class LinkedAccountLimits
{
    /// <summary>The longest name an owner can give, in characters.</summary>
    public const int Name = 200;
}
