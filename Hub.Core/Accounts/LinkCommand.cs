using System.Diagnostics;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Core.Accounts;

/// <summary>What a person or a product asks to link. Closed.</summary>
public abstract record LinkCommand
{
    private LinkCommand(string providerSlug, AuthMethodKind authMethod, CredentialValues values) =>
        (ProviderSlug, AuthMethod, Values) = (providerSlug, authMethod, values);

    public string ProviderSlug { get; init; }
    public AuthMethodKind AuthMethod { get; init; }

    /// <summary>The raw field values.</summary>
    public CredentialValues Values { get; init; }

    /// <summary>The connect session it is linked with; null where the owner is signed in.</summary>
    public SessionGrant? Session { get; init; }

    /// <summary>Whether another identity's account may be replaced.</summary>
    public Replacement Replacement { get; init; } = new Replacement.Ask();

    /// <summary>
    /// The <see cref="LinkedAccount.CredentialSince"/> of the account that the person saw. Where the credential was replaced meanwhile,
    /// nothing is saved. Null where nobody saw one.
    /// </summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>The day on which the key expires, where the person says; ignored where the provider tells.</summary>
    public DateOnly? KeyExpiresOn { get; init; }

    /// <summary>Links an account with what was entered, or starts an authorization for it.</summary>
    public sealed record Link(string ProviderSlug, AuthMethodKind AuthMethod, CredentialValues Values)
        : LinkCommand(ProviderSlug, AuthMethod, Values)
    {
        public LinkTarget Target { get; init; } = new LinkTarget.Matching();
    }

    /// <summary>
    /// Changes fields of a stored credential: those that are left out stay what they are, and secrets that are left empty.
    /// </summary>
    public sealed record Edit(string ProviderSlug, AuthMethodKind AuthMethod, CredentialValues Values, Guid AccountId)
        : LinkCommand(ProviderSlug, AuthMethod, Values)
    {
        /// <summary>What else changes in the same moment; null for nothing.</summary>
        public AccountEdit? Changes { get; init; }

        /// <summary>Who asks, where it is neither the owner nor the holder of a session.</summary>
        public Actor? By { get; init; }
    }

    /// <summary>Links an account with what an authorization gave.</summary>
    /// <param name="AttemptId">It is completed in the same moment as the account is stored.</param>
    public sealed record Authorized(
        string ProviderSlug,
        AuthMethodKind AuthMethod,
        CredentialValues Values,
        TokenSet Tokens,
        Guid AttemptId,
        LinkTarget Target
    ) : LinkCommand(ProviderSlug, AuthMethod, Values)
    {
        // What records print of themselves would show the tokens.
        public override string ToString() => $"{nameof(Authorized)} {ProviderSlug} {AttemptId}";
    }

    /// <summary>Links the account of a row of a file.</summary>
    /// <param name="Owner">Whose account it becomes in the product's own terms.</param>
    /// <param name="Details">What else is stored with it; what is null stays as it is where the account is there already.</param>
    /// <param name="By">Who imports.</param>
    public sealed record Import(
        string ProviderSlug,
        AuthMethodKind AuthMethod,
        CredentialValues Values,
        OriginOwner Owner,
        AccountEdit Details,
        Actor By
    ) : LinkCommand(ProviderSlug, AuthMethod, Values)
    {
        /// <summary>What the owner calls it; null for who the provider says was linked.</summary>
        public string? Name { get; init; }
    }

    /// <summary>A session that is for one account gives that one a new credential, and nothing else.</summary>
    internal LinkTarget EffectiveTarget =>
        (Session?.AccountId, this) switch
        {
            ({ } only, _) => new LinkTarget.Account(only),
            (_, Link link) => link.Target,
            (_, Import) => new LinkTarget.Matching(),
            (_, Edit edit) => new LinkTarget.Account(edit.AccountId),
            (_, Authorized authorized) => authorized.Target,
            _ => throw new UnreachableException(),
        };

    /// <summary>The origin owner has one account at the provider, whoever's the credential is: a colleague's may replace it.</summary>
    internal bool TakesAnyIdentity => Session is { Multiple: false, AccountId: null };

    internal bool MayReplace(LinkedAccount account) =>
        Replacement switch
        {
            Replacement.Ask => false,
            Replacement.Agreed(var present) => present.Is(account),
            Replacement.NoQuestion => TakesAnyIdentity,
            _ => throw new UnreachableException(),
        };

    /// <summary>Whose account it becomes in the product's own terms.</summary>
    internal OriginOwner Origin => Session?.Origin ?? (this as Import)?.Owner ?? OriginOwner.None;

    internal TokenSet? AuthorizedTokens => (this as Authorized)?.Tokens;

    internal Actor? Caller => (this as Edit)?.By ?? (this as Import)?.By;
}

/// <summary>Which account gets the credential. Closed.</summary>
public abstract record LinkTarget
{
    private LinkTarget() { }

    /// <summary>The account of the same identity, or a new one.</summary>
    public sealed record Matching : LinkTarget;

    /// <summary>A new one, beside an account of the same identity.</summary>
    public sealed record Another : LinkTarget;

    /// <summary>This one. Another identity's credential needs the person's agreement: see <see cref="Replacement"/>.</summary>
    public sealed record Account(Guid Id) : LinkTarget;

    /// <param name="accountId">The account whose credential is replaced; null for none.</param>
    /// <param name="asAnother">Keep an account of the same identity and add this one beside it.</param>
    public static LinkTarget Of(Guid? accountId, bool asAnother) =>
        accountId is { } id ? new Account(id)
        : asAnother ? new Another()
        : new Matching();
}
