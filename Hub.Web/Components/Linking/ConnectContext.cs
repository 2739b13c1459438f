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
    public Guid? Replaces { get; init; }

    /// <summary>That account, where it is still there and the owner's.</summary>
    public AccountRow? Replaced { get; init; }

    /// <summary>What people are offered at all where the owner is signed in. A session brings its own.</summary>
    public AvailableMethods Available { get; init; } = AvailableMethods.KeysOnly;

    /// <summary>The authorization from which the person returns in this tab; null where they do not.</summary>
    public Guid? ReturningAttempt { get; init; }

    /// <summary>Whether the owner has an account at the provider already.</summary>
    public bool LinkedBefore { get; init; }

    /// <summary>In a frame, in which no provider lets itself be shown.</summary>
    public bool Embedded { get; init; }

    /// <summary>The methods that are offered, the one that suits first or the account's own.</summary>
    public IReadOnlyList<AuthMethod> Methods => Session is null ? [.. Available.Of(Provider)] : [.. Session.MethodsOf(Provider)];

    /// <summary>How the account is linked that gets a new credential, else what the provider file names first.</summary>
    public AuthMethod PreferredMethod => Methods.FirstOrDefault(method => method.Kind == Replaced?.AuthMethod) ?? Methods[0];

    /// <summary>Whether the account that gets a new credential gets it by authorization.</summary>
    public bool RenewsAuthorization => Replaced?.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    /// <returns>The heading of the form.</returns>
    public string Title(ConnectMessages texts) =>
        Replaces is null ? texts.ConnectTitle(Provider.Name)
        : RenewsAuthorization ? texts.AuthorizeAgainTitle(Replaced!.Name)
        : texts.NewKeyTitle(Replaced?.Name ?? Provider.Name);

    /// <returns>What the provider is asked for, in words; empty where nobody authorizes there.</returns>
    public IEnumerable<string> ScopeReasons(AuthMethod method) =>
        method is AuthMethod.AuthorizationCode { Flow: var flow } ? (Session?.Offered ?? Available).ReasonsOf(Provider, flow) : [];
}
