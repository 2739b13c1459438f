namespace Hub.Core.AccessKeys;

public static class AccessKeyLimits
{
    /// <summary>The longest name, in characters.</summary>
    public const int Name = 100;

    /// <summary>How many characters of a token are stored readable.</summary>
    public const int Hint = 4;
}
