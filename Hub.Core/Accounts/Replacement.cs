using Hub.Core.Sessions;

namespace Hub.Core.Accounts;

/// <summary>
/// What happens where the origin owner has one account at the provider, and the new credential is another identity's. Closed. See ADR-0027.
/// </summary>
public abstract record Replacement
{
    private Replacement() { }

    /// <summary>Nothing is replaced; the person is asked first.</summary>
    public sealed record Ask : Replacement;

    /// <summary>
    /// The person agreed to replace this account. Another one, or one that changed its identity since, is asked about again.
    /// </summary>
    public sealed record Agreed(PresentAccount Account) : Replacement;

    /// <summary>It is replaced: the caller is a product's server or StackOne Hub, which decides by itself.</summary>
    public sealed record Always : Replacement;
}

/// <summary>An account that a new credential would replace, as the person who links may know it.</summary>
/// <param name="Since">When the credential of its identity was linked. An account with another time is another identity's.</param>
/// <param name="Name">What it is called; null where the person may not know.</param>
public sealed record PresentAccount(Guid Id, DateTimeOffset Since, string? Name)
{
    /// <summary>A colleague may not know whose account it is: only the owner does, and the same person of the origin owner.</summary>
    /// <param name="session">What permits to link; null where the owner is signed in.</param>
    internal static PresentAccount Of(LinkedAccount account, SessionGrant? session) =>
        new(
            account.Id,
            account.IdentitySince,
            session is null || (account.OriginUsername is { Length: > 0 } user && user == session.Origin.Username) ? account.Name : null
        );

    internal bool Is(LinkedAccount account) => account.Id == Id && account.IdentitySince == Since;
}
