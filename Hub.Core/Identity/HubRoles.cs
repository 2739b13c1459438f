namespace Hub.Core.Identity;

/// <summary>The roles a <see cref="HubUser"/> can have. Every user has exactly one of them.</summary>
public static class HubRoles
{
    public const string Administrator = "Administrator";
    public const string Member = "Member";
}
