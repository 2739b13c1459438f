using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The public pages about providers: all of them, and one.</summary>
public sealed class CatalogMessages(IStringLocalizer<CatalogMessages> texts) : MessageSet(texts)
{
    public string Providers => Text();

    public string Description => Text();

    public string Lead => Text();

    public string SearchProviders => Text();

    public string SearchPlaceholder => Text();

    public string Search => Text();

    public string Categories => Text();

    public string NoMatch(string text) => Format(nameof(NoMatch), text);

    public string Matches(int count, string text) => Plural(nameof(Matches), count, text);

    public string ShowAll => Text();

    public string NoMatchHint => Text();

    public string NotSetUp => Text();

    public string NotFoundTitle => Text();

    public string NotFound => Text();

    public string NotFoundText(string slug) => Format(nameof(NotFoundText), slug);

    public string DidYouMean(int count) => Plural(nameof(DidYouMean), count);

    public string SeeAll => Text();

    public string ProviderTitle(string provider) => Format(nameof(ProviderTitle), provider);

    public string ProviderDescription(string provider) => Format(nameof(ProviderDescription), provider);

    public string AllProviders => Text();

    public string AlsoKnownAs(string names) => Format(nameof(AlsoKnownAs), names);

    public string LinkAccount(string provider) => Format(nameof(LinkAccount), provider);

    public string WaysToLink => Text();

    public string WaysToLinkText(int count) => Plural(nameof(WaysToLinkText), count);

    public string Sources => Text();

    public string InNewTab => Text();

    public string FactAddress => Text();

    public string FactAuthentication => Text();

    public string FactProbe => Text();

    public string FactIdentity => Text();

    public string FactFailures => Text();

    public string FactKeyFamilies => Text();

    public string FactAuthorization => Text();

    public string FactGuide => Text();
    public string FactRateLimit => Text();
    public string FactKeyExpiry => Text();
}
