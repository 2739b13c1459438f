using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The connect page, where people come with a link or through another product's page.</summary>
public sealed class ConnectSessionMessages(IStringLocalizer<ConnectSessionMessages> texts) : MessageSet(texts)
{
    public string LinkAccountTitle => Text();

    public string Opening => Text();

    public string LinkFor(string owner) => Format(nameof(LinkFor), owner);

    public string NewKeyFor(string owner) => Format(nameof(NewKeyFor), owner);

    public string AuthorizeAgainFor(string owner) => Format(nameof(AuthorizeAgainFor), owner);

    public string RenewFor(string owner) => Format(nameof(RenewFor), owner);

    public string ConnectTo(string provider, string product) => Format(nameof(ConnectTo), provider, product);

    public string ConnectAccountTo(string product) => Format(nameof(ConnectAccountTo), product);

    public MarkupString AsksToLink(string asker, string owner) => Markup(nameof(AsksToLink), asker, owner);

    public MarkupString AsksPersonToLink(string asker, string person, string owner) =>
        Markup(nameof(AsksPersonToLink), asker, person, owner);

    public MarkupString ProductAsksToLink(string owner) => Markup(nameof(ProductAsksToLink), owner);

    public MarkupString ProductAsksPersonToLink(string person, string owner) => Markup(nameof(ProductAsksPersonToLink), person, owner);

    public MarkupString Asks(string issuer) => Markup(nameof(Asks), issuer);

    public MarkupString AsksFor(string issuer, string user) => Markup(nameof(AsksFor), issuer, user);

    public string ProductAsks => Text();

    public MarkupString ProductAsksFor(string user) => Markup(nameof(ProductAsksFor), user);

    public string Providers => Text();

    public string ProvidersAndMore(string names, int count) => Format(nameof(ProvidersAndMore), names, count);

    public string TheProvider => Text();

    public string TheProduct => Text();

    public string EnterKey(string provider) => Format(nameof(EnterKey), provider);

    public string ChooseAndEnterKey => Text();

    public string Authorize(string provider) => Format(nameof(Authorize), provider);

    public string EnterKeyOrAuthorize(string provider) => Format(nameof(EnterKeyOrAuthorize), provider);

    public string KeyIsSafe(string provider) => Format(nameof(KeyIsSafe), provider);

    public string AccessIsSafe => Text();

    public string EitherIsSafe(string provider) => Format(nameof(EitherIsSafe), provider);

    public string KeyIsRevocable(string provider) => Format(nameof(KeyIsRevocable), provider);

    public string AccessIsRevocable(string provider) => Format(nameof(AccessIsRevocable), provider);

    public string EitherIsRevocable(string provider) => Format(nameof(EitherIsRevocable), provider);

    public string Details => Text();

    public string WhatIsStored => Text();

    public string KeyIsStored(string provider) => Format(nameof(KeyIsStored), provider);

    public string AccessIsStored(string provider) => Format(nameof(AccessIsStored), provider);

    public string EitherIsStored(string provider) => Format(nameof(EitherIsStored), provider);

    public string WhatItIsFor => Text();

    public string KeyIsFor(string product, string owner, string provider) => Format(nameof(KeyIsFor), product, owner, provider);

    public string AccessIsFor(string product, string owner, string provider) => Format(nameof(AccessIsFor), product, owner, provider);

    public string EitherIsFor(string product, string owner, string provider) => Format(nameof(EitherIsFor), product, owner, provider);

    public string Unexpected => Text();

    public string UnexpectedText => Text();

    public string Continue => Text();

    /// <param name="at">For programs.</param>
    public MarkupString WorksUntil(string at, string date) => Markup(nameof(WorksUntil), at, date);

    /// <inheritdoc cref="WorksUntil"/>
    public MarkupString WorksOnceUntil(string at, string date) => Markup(nameof(WorksOnceUntil), at, date);

    /// <param name="time">In the time zone of the reader.</param>
    public string YourTime(string time) => Format(nameof(YourTime), time);

    public string WhichService => Text();

    public string NotListed(string? issuer) => OfIssuer(nameof(NotListed), issuer, issuer);

    public string NotListedHere => Text();

    public string AllProviders => Text();

    public string IsConnected(string provider) => Format(nameof(IsConnected), provider);

    public string KeyIsSaved => Text();

    public string IsAuthorized => Text();

    public string IsRenewed => Text();

    public MarkupString ReadyFor(string account, string owner) => Markup(nameof(ReadyFor), account, owner);

    public string IssuerCanSee(string issuer) => Format(nameof(IssuerCanSee), issuer);

    public string CloseTab => Text();

    public MarkupString CloseTabOrReturn(string product, string url) => Markup(nameof(CloseTabOrReturn), product, url);

    public string Close => Text();

    public string LinkAnother => Text();

    public string TryAgain => Text();

    public string PageFailed => Text();

    public string PageFailedText => Text();

    public MarkupString PageFailedReload => Markup(nameof(PageFailedReload));

    public string Incomplete => Text();

    public string IncompleteText => Text();

    public string JavaScriptOff => Text();

    public string JavaScriptOffText => Text();

    public string TooManyAttempts => Text();

    public string TooManyAttemptsText => Text();

    public string TooManyAttemptsHere => Text();

    public string TooManyAttemptsHereText => Text();

    public string Unavailable => Text();

    public string UnavailableText => Text();

    public string UnavailableHere => Text();

    public string UnavailableHereText => Text();

    public string NothingOffered => Text();

    public string NothingOfferedText(string owner) => Format(nameof(NothingOfferedText), owner);

    public string AccountGone => Text();

    public string AccountGoneText(string owner) => Format(nameof(AccountGoneText), owner);

    public string AccountGoneHereText(string owner) => Format(nameof(AccountGoneHereText), owner);

    public string Unknown => Text();

    public string UnknownText => Text();

    public string NotOpenedHere => Text();

    public string NotOpenedHereText => Text();

    public string Used => Text();

    public string UsedText(string owner, string? issuer) => OfIssuer(nameof(UsedText), issuer, owner, issuer);

    public string UsedHere => Text();

    public string UsedHereText(string owner) => Format(nameof(UsedHereText), owner);

    public string EndedHere => Text();

    public string EndedHereText => Text();

    /// <summary>Asked when somebody closes the modal in which they typed something.</summary>
    public string DiscardTitle => Text();

    public string DiscardText => Text();

    public string Discard => Text();

    public string KeepEditing => Text();

    public string Revoked => Text();

    public string RevokedText(string owner, string? issuer) => OfIssuer(nameof(RevokedText), issuer, owner, issuer);

    public string Expired => Text();

    public string ExpiredText(string owner, string? issuer) => OfIssuer(nameof(ExpiredText), issuer, owner, issuer);

    public string Elsewhere => Text();

    public string ElsewhereText(string owner, string? issuer) => OfIssuer(nameof(ElsewhereText), issuer, owner, issuer);

    /// <param name="issuer">Null where a product made the link, which people know by no name.</param>
    private string OfIssuer(string name, string? issuer, params object?[] arguments) =>
        Format(issuer is null ? $"{name}_NoIssuer" : name, arguments);
}
