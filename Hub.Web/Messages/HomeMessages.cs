using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The start page.</summary>
public sealed class HomeMessages(IStringLocalizer<HomeMessages> texts) : MessageSet(texts)
{
    public string Title => Text();

    public string Heading => Text();

    public string Lead => Text();

    public string CreateAccount => Text();

    public string SignIn => Text();

    public string FirstAdministrator => Text();

    public string Providers => Text();

    public string AllProviders(int count) => Plural(nameof(AllProviders), count);

    public string HowItWorks => Text();

    public string VerifiedTitle => Text();

    public string VerifiedText => Text();

    public string GuideTitle => Text();

    public string GuideText => Text();

    public string EncryptedTitle => Text();

    public string EncryptedText => Text();
}
