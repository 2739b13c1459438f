using Hub.Core.Sessions;

namespace Hub.Core.Accounts;

/// <summary>
/// What happens where the new credential is another identity's than the account that it would replace. Closed. See ADR-0027.
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

    /// <summary>
    /// Nobody can be asked: the caller is a product's server or StackOne Hub. The one account of an origin owner is replaced; an account
    /// that was named keeps its identity, and another one is refused.
    /// </summary>
    public sealed record NoQuestion : Replacement;
}

/// <summary>An account that a new credential would replace, as the person who links may know it.</summary>
/// <param name="Since">When the credential of its identity was linked. An account with another time is another identity's.</param>
/// <param name="Name">What it is called; null where the person may not know.</param>
public sealed record PresentAccount(Guid Id, DateTimeOffset Since, string? Name)
{
    /// <param name="session">What permits to link; null where the owner is signed in.</param>
    internal static PresentAccount Of(LinkedAccount account, SessionGrant? session) =>
        new(account.Id, account.IdentitySince, account.IsKnownTo(session) ? account.Name : null);

    internal bool Is(LinkedAccount account) => account.Id == Id && account.IdentitySince == Since;
}
