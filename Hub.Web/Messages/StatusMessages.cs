using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Pages that say why there is nothing else to show.</summary>
public sealed class StatusMessages(IStringLocalizer<StatusMessages> texts) : MessageSet(texts)
{
    public string NotAllowedTitle => Text();

    public string NotAllowed => Text();

    public string NotAllowedText => Text();

    public string BackToAccounts => Text();

    public string NotFoundTitle => Text();

    public string NotFound => Text();

    public string NotFoundText => Text();

    public string ToStartPage => Text();

    public string TooManyAttempts => Text();

    public string TooManyAttemptsText => Text();

    public string UnavailableTitle => Text();

    public string Unavailable => Text();

    public string UnavailableText => Text();

    public string ErrorTitle => Text();

    public string Error => Text();

    public string ErrorText => Text();

    public string PageError => Text();

    public string PageErrorText => Text();

    public string TryAgain => Text();
}
