using Hub.Core.Sessions;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Link requests: their list, the page that creates one, and the link to send.</summary>
public sealed class AuthLinkMessages(IStringLocalizer<AuthLinkMessages> texts) : MessageSet(texts)
{
    public string RequestsTitle => Text();

    public string BackToAccounts => Text();

    public string NewRequest => Text();

    public string RequestsLoading => Text();

    public string EmptyTitle => Text();

    public string EmptyText => Text();

    public string RequestGone => Text();

    public string AllRequests => Text();

    public string ShownRequests => Text();

    public string TabAll => Text();

    public string TabOpen => Text();

    public string TabDone => Text();

    public string SearchRequests => Text();

    public string NoRequestMatches(string search) => Format(nameof(NoRequestMatches), search);

    public string NoOpenRequests => Text();

    public string NoDoneRequests => Text();

    public string Customer => Text();

    public string PersonColumn => Text();

    public string StateColumn => Text();

    public string Actions => Text();

    public string State(SessionState state) => Text($"{nameof(State)}_{state}");

    /// <param name="accounts">How many were linked with it.</param>
    public string StillOpen(int accounts) => Plural(nameof(StillOpen), accounts);

    public string Providers => Text();

    /// <summary>The state of a request that gave an account a new credential.</summary>
    public string Renewed => Text();

    /// <summary>What a request is for.</summary>
    /// <param name="account">The account's name.</param>
    public string NewKeyFor(string account) => Format(nameof(NewKeyFor), account);

    public string NewKeyForUnlinked => Text();

    public string AnyProvider => Text();

    public string Opened => Text();

    public string Expires => Text();

    public string Unlink => Text();

    public string UnlinkAccount(string account) => Format(nameof(UnlinkAccount), account);

    public string NoAccountLeft => Text();

    public string NewLink => Text();

    public string NewLinkFor(string person) => Format(nameof(NewLinkFor), person);

    public string Revoke => Text();

    public string RevokeFor(string person) => Format(nameof(RevokeFor), person);

    public string RequestCount(int requests) => Plural(nameof(RequestCount), requests);

    public string RevokeTitle(string customer) => Format(nameof(RevokeTitle), customer);

    public string RevokeText => Text();

    public string AccountsStay => Text();

    public string RevokedNotice(string customer) => Format(nameof(RevokedNotice), customer);

    public string NewLinkTitle => Text();

    public string NewLinkText => Text();

    public string NewLinkConfirm => Text();

    public string NewLinkReady => Text();

    public string Done => Text();

    public string CreateTitle => Text();

    public string CreateLead => Text();

    public string AskForKeyTitle(string account) => Format(nameof(AskForKeyTitle), account);

    public string AskToAuthorizeTitle(string account) => Format(nameof(AskToAuthorizeTitle), account);

    public string AskLead => Text();

    public string AskPersonHelp => Text();

    public string AccountGone => Text();

    public string AccountGoneText => Text();

    public string SendTitle(string customer) => Format(nameof(SendTitle), customer);

    public string SendTitlePerson(string person, string customer) => Format(nameof(SendTitlePerson), person, customer);

    public string CreateAnother => Text();

    public string CustomerLegend => Text();

    public string CustomerName => Text();

    public string CustomerNameExample => Text();

    public string CustomerNameHelp => Text();

    public string CustomerId => Text();

    public string CustomerIdHelp => Text();

    public string Person => Text();

    public string PersonExample => Text();

    public string PersonHelp => Text();

    public string ScopeLegend => Text();

    public string ScopeChoice => Text();

    public string OnlyProviders => Text();

    public string OnlyCategories => Text();

    public string Categories => Text();

    public string ProviderMissing => Text();

    public string CategoryMissing => Text();

    public string LifetimeLegend => Text();

    public string LifetimeChoice => Text();

    public string LifetimeDays(int days) => Plural(nameof(LifetimeDays), days);

    public string EndsAfterOne => Text();

    public string EndsAfterOneHelp => Text();

    public string PageLanguage => Text();

    public string PageLanguageHelp => Text();

    public string BrowserLanguage => Text();

    public string CreateLink => Text();

    public string NotCreatedTitle => Text();

    public string DatabaseText => Text();

    public string SignedOutTitle => Text();

    public string SignedOutText => Text();

    public string CopyNow => Text();

    public string CopyNowText => Text();

    public string Link => Text();

    public string QrCode => Text();

    public string MailLabel => Text();

    public string OpenMail => Text();

    public string CopyMail => Text();

    public string SendTo => Text();

    public string SendMail => Text();

    public string MailButton => Text();

    public string MailSent(string address) => Format(nameof(MailSent), address);

    public string MailNotAnAddress => Text();

    public string MailTooMany => Text();

    public string MailSubject(string product, string customer) => Format(nameof(MailSubject), product, customer);

    public string MailSubjectProvider(string provider, string product, string customer) =>
        Format(nameof(MailSubjectProvider), provider, product, customer);

    public string MailSubjectRenew(string provider, string product, string customer) =>
        Format(nameof(MailSubjectRenew), provider, product, customer);

    public string MailRenew(string provider, string product, string customer) => Format(nameof(MailRenew), provider, product, customer);

    public string MailHello(string person) => Format(nameof(MailHello), person);

    public string MailHelloNobody => Text();

    public string MailConnectOne(string provider, string product, string customer) =>
        Format(nameof(MailConnectOne), provider, product, customer);

    public string MailConnectTwo(string first, string second, string product, string customer) =>
        Format(nameof(MailConnectTwo), first, second, product, customer);

    public string MailConnectThree(string first, string second, string third, string product, string customer) =>
        Format(nameof(MailConnectThree), first, second, third, product, customer);

    public string MailConnectAny(string product, string customer) => Format(nameof(MailConnectAny), product, customer);

    public string MailUntil(string day) => Format(nameof(MailUntil), day);

    public string MailUntilOne(string day) => Format(nameof(MailUntilOne), day);

    public string ChosenProviders => Text();

    public string RemoveProvider(string provider) => Format(nameof(RemoveProvider), provider);

    public string SearchProviders => Text();

    public string EnterChooses(string provider) => Format(nameof(EnterChooses), provider);

    public string NoMatch(string search) => Format(nameof(NoMatch), search);
}
