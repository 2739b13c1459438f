namespace Hub.Core.Inputs;

/// <summary>
/// What is wrong with a value that somebody entered, as a code with arguments. Hub.Web's <c>ValidationMessages</c> has a sentence for each.
/// Closed. No case holds the value: it may be a secret.
/// </summary>
public abstract record ValidationError
{
    private ValidationError() { }

    /// <summary>A required field of a provider is empty.</summary>
    public sealed record FieldRequired(string Label) : ValidationError;

    /// <summary>A secret is stored, but is not sent to another host than it was stored for.</summary>
    public sealed record SecretForOtherHost(string Label) : ValidationError;

    public sealed record FieldTooLong(string Label) : ValidationError;

    public sealed record ContainsInvisible(InvisibleCharacter Character) : ValidationError;

    /// <summary>The email address that somebody registers with contains an invisible character.</summary>
    public sealed record EmailContainsInvisible(InvisibleCharacter Character) : ValidationError;

    /// <summary>A key has a character outside of visible ASCII.</summary>
    /// <param name="Position">Counted from 1.</param>
    public sealed record NotVisibleAscii(int Position) : ValidationError;

    /// <summary>A key has something around it that is not part of it.</summary>
    public sealed record WrappedKey(KeyWrapper Wrapper) : ValidationError;

    public sealed record NotAnEmailAddress : ValidationError;

    /// <param name="Suffix">What follows the subdomain in the provider's address, if the catalog knows it.</param>
    public sealed record NotASubdomain(string? Suffix) : ValidationError;

    public sealed record NotAHost : ValidationError;

    /// <summary>The host has a path, and the provider cannot be installed under one.</summary>
    public sealed record PathNotAllowed : ValidationError;

    /// <summary>The path after the host is malformed or contains dot segments.</summary>
    public sealed record InvalidPath : ValidationError;

    /// <param name="Labels">The options.</param>
    public sealed record NotAnOption(IReadOnlyList<string> Labels) : ValidationError;

    /// <summary>A user name of HTTP Basic contains a colon.</summary>
    public sealed record ContainsColon(string Label) : ValidationError;

    /// <summary>The value becomes part of a header, which cannot hold it.</summary>
    public sealed record NotHeaderText(string Label) : ValidationError;

    /// <summary>The value becomes part of a path and contains dot segments.</summary>
    public sealed record ContainsDotSegment(string Label) : ValidationError;

    /// <param name="Hint">The provider file's own text about its pattern.</param>
    public sealed record PatternMismatch(string Hint) : ValidationError;

    /// <summary>The text is longer than <paramref name="Max"/> characters.</summary>
    public sealed record TooLong(int Max) : ValidationError;

    /// <summary>An optional text has no visible character.</summary>
    public sealed record Blank : ValidationError;

    /// <summary>White space or an invisible character is at an end.</summary>
    public sealed record Padded : ValidationError;

    public sealed record NotAJsonObject : ValidationError;

    public sealed record NameRequired : ValidationError;

    /// <summary>The product's id of its customer is missing.</summary>
    public sealed record OwnerIdRequired : ValidationError;

    /// <summary>The product's name of its customer is missing.</summary>
    public sealed record OwnerNameRequired : ValidationError;

    public sealed record UnknownAccountType : ValidationError;

    /// <summary>The locale does not look like a BCP 47 language tag.</summary>
    public sealed record NotALanguageTag : ValidationError;

    public sealed record AccessScopeRequired : ValidationError;

    public sealed record UnknownAccessScope : ValidationError;

    public sealed record NotInTheFuture : ValidationError;

    public sealed record TooManyProviders(int Max) : ValidationError;

    public sealed record UnknownProvider(string Slug) : ValidationError;

    /// <summary>The provider does not have the auth method.</summary>
    public sealed record UnsupportedMethod : ValidationError;

    public sealed record LifetimeOutOfRange(TimeSpan Min, TimeSpan Max) : ValidationError;

    /// <summary>The provider needs a registered client, and none is registered.</summary>
    public sealed record ClientNotRegistered(string ProviderName) : ValidationError;

    public sealed record ClientIdRequired : ValidationError;

    public sealed record ClientSecretRequired : ValidationError;

    /// <summary>The client ID changed, so the stored secret does not belong to it.</summary>
    public sealed record ClientSecretOutdated : ValidationError;

    /// <summary>The stored secret cannot be decrypted.</summary>
    public sealed record ClientSecretUnreadable : ValidationError;

    /// <summary>A client ID or secret has a character outside of visible ASCII.</summary>
    public sealed record InvalidClientCharacter : ValidationError;

    /// <summary>A scope has a character that RFC 6749 (section 3.3) does not allow.</summary>
    public sealed record InvalidScopeCharacter : ValidationError;

    /// <summary>A scope contains what the provider separates scopes with.</summary>
    public sealed record ScopeContainsSeparator(string ProviderName, string Separator) : ValidationError;

    /// <param name="Reason">The provider file's own text.</param>
    public sealed record ScopeRequired(string Scope, string Reason) : ValidationError;

    /// <summary>All scopes together are longer than <paramref name="Max"/> characters.</summary>
    public sealed record ScopesTooLong(int Max) : ValidationError;
}
