using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Linking;

namespace Hub.Web.Components.Connect;

/// <summary>What a connect session offers to the person who came with it.</summary>
/// <param name="Issuer">Who made the link; null where a product did.</param>
/// <param name="Providers">The providers to choose from.</param>
public sealed record ConnectOffer(SessionGrant Grant, string? Issuer, IReadOnlyList<Provider> Providers)
{
    /// <summary>The account that gets a new credential, once the person has pressed Continue.</summary>
    public EditableAccount? Account { get; init; }

    /// <summary>Whose account it becomes.</summary>
    public string Owner => Grant.Origin.Name!;

    public CredentialKind Needed
    {
        get
        {
            var methods = Grant.Providers.Count == 0 ? [] : Providers.SelectMany(Grant.MethodsOf).ToList();
            return methods.All(method => method is not AuthMethod.AuthorizationCode) ? CredentialKind.Key
                : methods.All(method => method is AuthMethod.AuthorizationCode) ? CredentialKind.Authorization
                : CredentialKind.Either;
        }
    }

    /// <summary>The only provider; null where there is a choice.</summary>
    public Provider? OnlyProvider => Providers.Count == 1 ? Providers[0] : null;

    public Provider? Find(string? slug) => OnlyProvider ?? Providers.FirstOrDefault(provider => provider.Slug == slug);

    public ConnectContext ContextOf(Provider provider, Guid? returningAttempt, bool embedded) =>
        new(provider, Grant.Owner)
        {
            Session = Grant,
            Account = Account,
            ReturningAttempt = returningAttempt,
            Embedded = embedded,
        };
}

/// <summary>What people need to connect an account.</summary>
public enum CredentialKind
{
    Key,
    Authorization,
    Either,
}
