using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The header, and what every page says about its connection.</summary>
public sealed class LayoutMessages(IStringLocalizer<LayoutMessages> texts) : MessageSet(texts)
{
    public string SkipToContent => Text();

    public string MainNavigation => Text();

    public string LinkAccount => Text();

    public string Accounts => Text();

    public string AllAccounts => Text();

    public string AccessKeys => Text();

    /// <summary>Where Administrators set up the apps that Hub authorizes with at providers.</summary>
    public string ProviderApps => Text();

    public string Providers => Text();

    public string Attention => Text();

    public string AttentionNeeded(int count) => Plural(nameof(AttentionNeeded), count);

    public string AttentionExpiring(int count) => Plural(nameof(AttentionExpiring), count);

    public string AttentionOpenOne => Text();

    public string AttentionOpen => Text();

    public string AttentionClose => Text();

    public string Language => Text();

    /// <summary>While a secret is entered, which the reload in another language would lose.</summary>
    public string LanguageAfterSecret => Text();

    public string SwitchToLight => Text();

    public string SwitchToDark => Text();

    public string YourAccount => Text();

    public string ProfileAndSecurity => Text();

    public string ProviderGuides => Text();

    public string SignOut => Text();

    public string SignIn => Text();

    public string Starting => Text();

    public string PlainHttpTitle => Text();

    public MarkupString PlainHttpText => Markup(nameof(PlainHttpText));

    public string NoConnectionTitle => Text();

    public string NoConnectionCause => Text();

    public string NoConnectionRemedy => Text();

    /// <summary>The same in the page of another product.</summary>
    public string NoConnectionRemedyHere => Text();

    public string Reload => Text();

    public string PageFailed => Text();

    /// <summary>The same in the page of another product.</summary>
    public string FrameFailed => Text();

    public string Reconnecting => Text();

    public string ReconnectingText => Text();

    /// <summary>Blazor fills in the seconds.</summary>
    public MarkupString NextAttempt => Markup(nameof(NextAttempt));

    public string Unreachable => Text();

    public string UnreachableText => Text();

    public string Paused => Text();

    public string PausedText => Text();

    public string Lost => Text();

    public string LostText => Text();

    public string TryAgain => Text();

    public string Continue => Text();

    /// <summary>The page that other products show in a frame.</summary>
    public string FrameTitle => Text();

    public string NotFramed => Text();
}
