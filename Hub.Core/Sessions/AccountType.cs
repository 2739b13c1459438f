namespace Hub.Core.Sessions;

/// <summary>What the product uses an account for.</summary>
public enum AccountType
{
    Production,
    Test,
}
