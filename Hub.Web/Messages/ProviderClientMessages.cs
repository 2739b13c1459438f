using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The pages of the clients that the operator registered at providers.</summary>
public sealed class ProviderClientMessages(IStringLocalizer<ProviderClientMessages> texts) : MessageSet(texts)
{
    public string Title => Text();

    public string Lead => Text();

    public string ListLoading => Text();

    public string NoProviders => Text();

    public string Search => Text();

    public string NoMatch(string search) => Format(nameof(NoMatch), search);

    public string Summary(int providers, int setUp) => Plural(nameof(Summary), providers, setUp);

    public string SetUp => Text();

    public string NotSetUp => Text();

    public string NeedsNoClient => Text();

    public string ClientRegistered => Text();

    public string ClientRejected => Text();

    public string RequestRejected => Text();

    public string SecretUnreadable => Text();

    public string Accounts => Text();

    public string NoAccounts => Text();

    public string AccountCount(int accounts) => Plural(nameof(AccountCount), accounts);

    public string LinkedEarlier(int accounts) => Plural(nameof(LinkedEarlier), accounts);

    public string Expired(int accounts) => Plural(nameof(Expired), accounts);

    public string Failing(int accounts) => Plural(nameof(Failing), accounts);

    public string Loading => Text();

    public string BackToList => Text();

    public string ClientTitle(string provider) => Format(nameof(ClientTitle), provider);

    /// <param name="href">The address of the page that links an account there.</param>
    public MarkupString SandboxText(string href) => Markup(nameof(SandboxText), href);

    /// <param name="href">The address of the page that links an account there.</param>
    public MarkupString Saved(string href, string provider) => Markup(nameof(Saved), href, provider);

    public string ClientRejectedBy(string provider) => Format(nameof(ClientRejectedBy), provider);

    public string RequestRejectedBy(string provider) => Format(nameof(RequestRejectedBy), provider);

    public string RedirectUri => Text();

    public string CopyRedirectUri => Text();

    public string AddressLocal => Text();

    public string AddressWithoutHttps => Text();

    public string AddressConfigured => Text();

    public string ClientId => Text();

    public string ClientSecret => Text();

    public string NewClientSecret => Text();

    public string SecretHelp => Text();

    public string StoredSecretHelp => Text();

    public string UnreadableSecretHelp => Text();

    public string Scopes => Text();

    public string RequiredScope(string scope) => Format(nameof(RequiredScope), scope);

    public string NoScopes(string provider) => Format(nameof(NoScopes), provider);

    public string FurtherScopes => Text();

    public string FurtherScopesHelp => Text();

    public string Save => Text();

    public string Remove => Text();

    public string LastSaved => Text();

    public string NoneLinked => Text();

    public string LinkedCount(int accounts) => Plural(nameof(LinkedCount), accounts);

    public string GuideTitle(string provider) => Format(nameof(GuideTitle), provider);

    public string GuideNeeds => Text();

    public string FactsTitle => Text();

    public string AuthorizationEndpoint => Text();

    public string TokenEndpoint => Text();

    public string RevocationEndpoint => Text();

    public string NoRevocation => Text();

    public string Pkce => Text();

    public string PkceUsed => Text();

    public string PkceUnused => Text();

    public string ClientAuthentication => Text();

    public string ClientAuthenticationOf(ClientAuthentication kind) => Text($"{nameof(ClientAuthenticationOf)}_{kind}");

    /// <param name="href">The address of the provider's page.</param>
    public MarkupString FactsSource(string href, string provider) => Markup(nameof(FactsSource), href, provider);

    public string ReplaceTitle => Text();

    public string ReplaceText(int accounts, string provider, string clientId) => Plural(nameof(ReplaceText), accounts, provider, clientId);

    public string Replace => Text();

    public string RemoveTitle(string provider) => Format(nameof(RemoveTitle), provider);

    public string RemoveText => Text();

    public string NoneRefreshed => Text();

    public string RefreshedCount(int accounts) => Plural(nameof(RefreshedCount), accounts);

    public string RemovedTitle => Text();

    public string RemovedText(string provider) => Format(nameof(RemovedText), provider);

    public string ChangedTitle => Text();

    public string ChangedText(string clientId) => Format(nameof(ChangedText), clientId);

    public string ChangedTextNone => Text();

    public string ProviderGoneTitle => Text();

    public string ProviderGoneText => Text();

    public string NothingSaved => Text();

    public string NothingRemoved => Text();

    public string NotAdministrator => Text();

    public string KeyRingTitle => Text();

    public string KeyRingText => Text();

    public string NotSavedTitle => Text();

    public string NotSavedText => Text();

    public string Availability => Text();

    public string AvailabilityLead => Text();

    public string DisabledCount(int count) => Plural(nameof(DisabledCount), count);

    public string IsEnabled => Text();

    public string IsDisabled => Text();

    public string Disable => Text();

    public string Enable => Text();

    public string DisableNamed(string provider) => Format(nameof(DisableNamed), provider);

    public string EnableNamed(string provider) => Format(nameof(EnableNamed), provider);

    public string DisableTitle(string provider) => Format(nameof(DisableTitle), provider);

    public string DisableAccounts(int count) => Plural(nameof(DisableAccounts), count);

    public string DisableNoAccounts => Text();

    public string DisableLinks => Text();

    public string DisabledNow(string provider) => Format(nameof(DisabledNow), provider);

    public string EnabledNow(string provider) => Format(nameof(EnabledNow), provider);

    public string NotPermittedTitle => Text();

    public string NotPermittedText => Text();
}
