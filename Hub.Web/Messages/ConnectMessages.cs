using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The form in which people connect an account: fields, progress, authorization and what is in the way.</summary>
public sealed class ConnectMessages(IStringLocalizer<ConnectMessages> texts) : MessageSet(texts)
{
    public string ConnectTitle(string provider) => Format(nameof(ConnectTitle), provider);

    public string NewKeyTitle(string account) => Format(nameof(NewKeyTitle), account);

    public string AuthorizeAgainTitle(string account) => Format(nameof(AuthorizeAgainTitle), account);

    /// <param name="account">The account's name.</param>
    public string EditTitle(string account) => Format(nameof(EditTitle), account);

    public string EditPageTitle => Text();

    public string LoadingAccount => Text();

    public string NotEditable => Text();

    public string Method => Text();

    public string Recommended => Text();

    public string InUse => Text();

    /// <summary>Opens the date input.</summary>
    public string KeyExpiry => Text();
    public string KeyExpiresOn => Text();
    public string KeyExpiresOnHint => Text();

    public string AsAnother => Text();

    public string AsAnotherHint => Text();

    public string Optional(string label) => Format(nameof(Optional), label);

    public string FindOut => Text();

    /// <summary>In a form of StackOne Hub, as Markdown.</summary>
    public string FormNeeds(string permission) => Format(nameof(FormNeeds), permission);

    public string FormSupport(string provider) => Format(nameof(FormSupport), provider);

    /// <returns>Which part of an address to enter, in a form of StackOne Hub, as Markdown. Null where it is all of it.</returns>
    public string? FormPart(string? prefix, string? suffix) =>
        (prefix, suffix) switch
        {
            (null, null) => null,
            (null, _) => FormPartBefore(suffix),
            (_, null) => FormPartAfter(prefix),
            _ => FormPartBetween(prefix, suffix),
        };

    private string FormPartBefore(string suffix) => Format(nameof(FormPartBefore), suffix);

    private string FormPartAfter(string prefix) => Format(nameof(FormPartAfter), prefix);

    private string FormPartBetween(string prefix, string suffix) => Format(nameof(FormPartBetween), prefix, suffix);

    public string Show(string label) => Format(nameof(Show), label);

    public string Hide(string label) => Format(nameof(Hide), label);

    public string SecretStored => Text();

    /// <param name="end">Its last characters.</param>
    public string SecretStoredEnding(string end) => Format(nameof(SecretStoredEnding), end);

    public string ReplaceStored => Text();

    public string ReplaceSecret(string label) => Format(nameof(ReplaceSecret), label);

    public string KeepStored(string label) => Format(nameof(KeepStored), label);

    public string SecretForOtherAddress => Text();

    public string Connect => Text();

    /// <summary>The button of the form of an account that is linked already.</summary>
    public string VerifyAndSave => Text();

    public string AuthorizeWith(string provider) => Format(nameof(AuthorizeWith), provider);

    /// <returns>What the form's button reads while nothing is waited for.</returns>
    public string ButtonOf(AuthMethod method, string provider) =>
        method is AuthMethod.AuthorizationCode ? AuthorizeWith(provider) : Connect;

    /// <summary>For how long the same values are not sent again.</summary>
    public string RetryIn(TimeSpan wait) =>
        wait.TotalMinutes >= 1 ? RetryInMinutes((int)wait.TotalMinutes, wait.Seconds) : RetryInSeconds(wait.Seconds);

    private string RetryInSeconds(int seconds) => Format(nameof(RetryInSeconds), seconds);

    private string RetryInMinutes(int minutes, int seconds) => Format(nameof(RetryInMinutes), minutes, seconds);

    /// <summary>What the button says meanwhile.</summary>
    public string TryAgainIn(TimeSpan wait) =>
        wait.TotalMinutes >= 1 ? TryAgainInMinutes((int)wait.TotalMinutes, wait.Seconds) : TryAgainInSeconds(wait.Seconds);

    private string TryAgainInSeconds(int seconds) => Format(nameof(TryAgainInSeconds), seconds);

    private string TryAgainInMinutes(int minutes, int seconds) => Format(nameof(TryAgainInMinutes), minutes, seconds);

    public string WaitIsOver => Text();

    public string OtherKeyNeedsNoWait => Text();

    public string KeyIsSafe(string provider) => Format(nameof(KeyIsSafe), provider);

    public string AuthorizationIsSafe(string provider) => Format(nameof(AuthorizationIsSafe), provider);

    public string UnlinkAnyTime => Text();

    public string Connecting => Text();

    public string Contacting(string provider) => Format(nameof(Contacting), provider);

    public string Saving => Text();

    public string Scopes(string provider) => Format(nameof(Scopes), provider);

    public string WaitingForAuthorization => Text();

    public string OneMoment => Text();

    public string WindowBlocked(string provider) => Format(nameof(WindowBlocked), provider);

    public string AuthorizeInWindow(string provider) => Format(nameof(AuthorizeInWindow), provider);

    public string Returned(string provider) => Format(nameof(Returned), provider);

    public string Leaving(string provider) => Format(nameof(Leaving), provider);

    public string OpenWindow => Text();

    public string OpenWindowAgain => Text();

    public string ContinueHere => Text();

    public MarkupString SignInAgain => Markup(nameof(SignInAgain));

    public string Cancelled => Text();

    public string CancelledText => Text();

    public string NotSaved => Text();

    public string NotSavedText => Text();

    public string LoadStored => Text();

    public string Reloaded => Text();

    public string ReloadedText => Text();

    public string NotStarted => Text();

    public string NotStartedText => Text();

    public string AuthorizationExpired => Text();

    public string AuthorizationExpiredText(int minutes) => Plural(nameof(AuthorizationExpiredText), minutes);

    public string AccountGone => Text();

    public string UnlinkedMeanwhile => Text();

    public string GuideForKey(string provider) => Format(nameof(GuideForKey), provider);

    public string GuideForAuthorization(string provider) => Format(nameof(GuideForAuthorization), provider);

    public string BeforeYouStart => Text();

    public string KeyNeeds => Text();

    public string WhoAuthorizes => Text();

    public string OpenGuidePage(string provider) => Format(nameof(OpenGuidePage), provider);

    /// <param name="provider">The provider's name.</param>
    /// <param name="method">The auth method's label, e.g. "API key".</param>
    public string OpenKeyPage(string provider, string method) => Format(nameof(OpenKeyPage), provider, method);

    public string InNewTab => Text();

    public string GuideToShare => Text();

    public string GuideToShareForKey => Text();

    public string GuideToShareForAuthorization => Text();

    public string ProviderUnknown => Text();

    public string ProviderUnknownText(string slug) => Format(nameof(ProviderUnknownText), slug);

    public string ChooseProvider => Text();

    public string ChooseOtherProvider => Text();

    public string NotSetUp(string provider) => Format(nameof(NotSetUp), provider);

    public string NotSetUpText(string provider) => Format(nameof(NotSetUpText), provider);

    public string Disabled(string provider) => Format(nameof(Disabled), provider);

    public string EnableProviders => Text();

    public string DisabledText(string provider) => Format(nameof(DisabledText), provider);

    public string SetUp => Text();

    public string MethodNotOffered(string method) => Format(nameof(MethodNotOffered), method);

    public MarkupString MethodNotOfferedText(string provider, string address) => Markup(nameof(MethodNotOfferedText), provider, address);

    public MarkupString Linked(string account, string address) => Markup(nameof(Linked), account, address);

    /// <summary>An account that is linked already was changed.</summary>
    public MarkupString Saved(string account, string address) => Markup(nameof(Saved), account, address);

    public MarkupString AuthorizedAgain(string account, string address) => Markup(nameof(AuthorizedAgain), account, address);

    public string AllProviders => Text();
}
