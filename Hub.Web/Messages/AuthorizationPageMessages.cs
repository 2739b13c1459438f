using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The pages of the window in which somebody authorizes Hub at a provider.</summary>
public sealed class AuthorizationPageMessages(IStringLocalizer<AuthorizationPageMessages> texts) : MessageSet(texts)
{
    public string OneMoment => Text();

    public string AuthorizeAt(string provider) => Format(nameof(AuthorizeAt), provider);

    public string IsConnected(string provider) => Format(nameof(IsConnected), provider);

    public string AlmostDone => Text();

    public string Expired => Text();

    public string CanClose => Text();

    public string Over => Text();

    public string WrongBrowser => Text();

    public MarkupString TakingYouTo(string host) => Markup(nameof(TakingYouTo), host);

    public MarkupString ContinueTo(string address) => Markup(nameof(ContinueTo), address);

    public MarkupString BecomesAccountOf(string owner) => Markup(nameof(BecomesAccountOf), owner);

    public string Continue(string provider) => Format(nameof(Continue), provider);

    public string Unexpected => Text();

    public string ReturnAndClose => Text();

    public string Verifying => Text();

    public string ReturnAndAnswer => Text();

    public string CloseAndReturn => Text();

    public string ReturnForResult => Text();

    public string OverText(int minutes) => Plural(nameof(OverText), minutes);

    public string WrongBrowserText => Text();

    public string WrongBrowserYou => Text();

    public string TooManyAttempts => Text();

    public string TooManyAttemptsText => Text();

    public string ForeignRedirect => Text();

    public string ForeignRedirectText => Text();

    public string Ended => Text();

    public string EndedText => Text();

    public string NotOffered => Text();

    public string NotOfferedText => Text();
}
