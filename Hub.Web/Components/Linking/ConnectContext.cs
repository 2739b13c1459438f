using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Messages;

namespace Hub.Web.Components.Linking;

/// <summary>What an account is linked with: at which provider, whose it becomes, and what permits it.</summary>
/// <param name="Owner">Whose account it becomes; null while that is not known, or no longer.</param>
public sealed record ConnectContext(Provider Provider, OwnerId? Owner)
{
    /// <summary>What permits it; null where the owner is signed in.</summary>
    public SessionGrant? Session { get; init; }

    /// <summary>The account that gets a new credential; null to link one.</summary>
    public EditableAccount? Account { get; init; }

    /// <summary>What people are offered at all where the owner is signed in. A session brings its own.</summary>
    public AvailableMethods Available { get; init; } = AvailableMethods.KeysOnly;

    /// <summary>The authorization from which the person returns in this tab; null where they do not.</summary>
    public Guid? ReturningAttempt { get; init; }

    /// <summary>Whether another identity's account may be replaced, so that there may be a question that waits for its answer.</summary>
    public bool MayReplace => Account is not null || Session is { Multiple: false };

    /// <summary>Whether the owner has an account at the provider already.</summary>
    public bool LinkedBefore { get; init; }

    /// <summary>In a frame, in which no provider lets itself be shown.</summary>
    public bool Embedded { get; init; }

    /// <summary>The methods that are offered, the one that suits first or the account's own.</summary>
    public IReadOnlyList<AuthMethod> Methods => Session is null ? [.. Available.Of(Provider)] : [.. Session.MethodsOf(Provider)];

    /// <summary>How the account is linked that gets a new credential, else what the provider file names first.</summary>
    public AuthMethod PreferredMethod => Methods.FirstOrDefault(method => method.Kind == Account?.AuthMethod) ?? Methods[0];

    /// <summary>Whether the account that gets a new credential gets it by authorization.</summary>
    public bool RenewsAuthorization => Account?.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    /// <returns>The heading of the form.</returns>
    public string Title(ConnectMessages texts) =>
        Account is null ? texts.ConnectTitle(Provider.Name)
        : RenewsAuthorization ? texts.AuthorizeAgainTitle(Account.Name ?? Provider.Name)
        : Session is null ? texts.EditTitle(Account.Name ?? Provider.Name)
        : texts.NewKeyTitle(Account.Name ?? Provider.Name);

    /// <returns>What the form's button reads while nothing is waited for.</returns>
    public string Button(ConnectMessages texts, AuthMethod method) =>
        Account is null || method is AuthMethod.AuthorizationCode ? texts.ButtonOf(method, Provider.Name) : texts.VerifyAndSave;

    /// <returns>What happens with what is entered.</returns>
    public string Safety(ConnectMessages texts, AuthMethod method)
    {
        var text = method is AuthMethod.AuthorizationCode ? texts.AuthorizationIsSafe(Provider.Name) : texts.KeyIsSafe(Provider.Name);
        return Session is null ? $"{text} {texts.UnlinkAnyTime}" : text;
    }

    /// <summary>
    /// What is asked to be linked with a key. Where the person sees what is stored of the account, what they left as it is stays.
    /// </summary>
    internal LinkCommand CommandOf(AuthMethod method, EnteredCredential entered) =>
        Account is { Name: not null } account
            ? new LinkCommand.Edit(Provider.Slug, method.Kind, entered.Values, account.Id)
            {
                Session = Session,
                Seen = account.CredentialSince,
                KeyExpiresOn = entered.KeyExpiresOn,
            }
            : LinkOf(method, entered);

    /// <summary>What is asked to be linked by authorization, or with a key of which all is entered.</summary>
    internal LinkCommand.Link LinkOf(AuthMethod method, EnteredCredential entered) =>
        new(Provider.Slug, method.Kind, entered.Values)
        {
            Target = LinkTarget.Of(Account?.Id, entered.AsAnother),
            Session = Session,
            Seen = Account?.CredentialSince,
            KeyExpiresOn = entered.KeyExpiresOn,
        };

    /// <returns>What the provider is asked for, in words; empty where nobody authorizes there.</returns>
    public IEnumerable<string> ScopeReasons(AuthMethod method) =>
        method is AuthMethod.AuthorizationCode { Flow: var flow } ? (Session?.Offered ?? Available).ReasonsOf(Provider, flow) : [];
}
