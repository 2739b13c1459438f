namespace Hub.Core.Sessions;

/// <summary>Whom an account belongs to in the product's own terms: its customer, and perhaps the person there.</summary>
/// <param name="Id">The product's id of its customer; compared case-sensitively. Empty where a person linked the account for
/// themselves.</param>
/// <param name="Name">What the customer is called.</param>
/// <param name="Username">The person at the customer.</param>
public sealed record OriginOwner(string Id, string? Name = null, string? Username = null)
{
    /// <summary>The longest id, name or user name, in characters.</summary>
    public const int MaxLength = 255;

    /// <summary>Nobody: the account is its Hub user's own.</summary>
    public static readonly OriginOwner None = new("");
}
