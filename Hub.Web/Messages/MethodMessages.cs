using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>How Hub links and verifies an account with one auth method, for people who decide whether to trust Hub with a key.</summary>
public sealed class MethodMessages(IStringLocalizer<MethodMessages> texts) : MessageSet(texts)
{
    public string WhereYouAuthorize => Text();

    public string AtSandbox(string provider) => Format(nameof(AtSandbox), provider);

    public MarkupString AtProvider(string provider, string host) => Markup(nameof(AtProvider), provider, host);

    public string NotSetUp(string provider) => Format(nameof(NotSetUp), provider);

    public string Fields => Text();

    public string Optional => Text();

    public MarkupString Example(string example) => Markup(nameof(Example), example);

    public string OneOf(string options) => Format(nameof(OneOf), options);

    public string OneOfOrDetected(string options) => Format(nameof(OneOfOrDetected), options);

    public string Scopes => Text();

    public string ScopeIfAsked => Text();

    public string ScopesOfApp(string provider) => Format(nameof(ScopesOfApp), provider);

    public string WhereToFind(string provider) => Format(nameof(WhereToFind), provider);

    public string HowItWorks => Text();

    public string NeededForKey => Text();

    public string NeededForAuthorization => Text();

    public string HowVerified => Text();

    public MarkupString ExchangeValues(string request) => Markup(nameof(ExchangeValues), request);

    public MarkupString ExchangeCode(string request) => Markup(nameof(ExchangeCode), request);

    public MarkupString Probe(string request) => Markup(nameof(Probe), request);

    public MarkupString ProbeWithToken(string request) => Markup(nameof(ProbeWithToken), request);

    public string BasicAuthentication => Text();

    public string KeyInHeader(string headers) => Format(nameof(KeyInHeader), headers);

    public string TokenInHeader(string headers) => Format(nameof(TokenInHeader), headers);

    public string KeyInAddress => Text();

    public MarkupString KeyEvidence(int status, string paths) => Markup(nameof(KeyEvidence), status, paths);

    public MarkupString AccessEvidence(int status, string paths) => Markup(nameof(AccessEvidence), status, paths);

    public string KeyListEvidence(int status) => Format(nameof(KeyListEvidence), status);

    public string AccessListEvidence(int status) => Format(nameof(AccessListEvidence), status);

    public string ExchangeIsEnough => Text();

    public MarkupString Identify(string request) => Markup(nameof(Identify), request);

    public string Placeholder(string label, string values) => Format(nameof(Placeholder), label, values);

    public string PartOf(string label) => Format(nameof(PartOf), label);

    public string Redirected => Text();

    public string Stored => Text();

    public string StoredValues => Text();

    public string StoredTokens => Text();

    public string StoredValuesAndTokens => Text();

    public string StoredAddress => Text();

    public string StoredIdentity(string parts) => Format(nameof(StoredIdentity), parts);

    public string StoredNoIdentity => Text();

    public string StoredAfterVerification => Text();

    public string IdentityName => Text();

    public string IdentityEmail => Text();

    public string IdentityOrganization => Text();

    public string IdentityId => Text();

    public string Answers => Text();

    public string Rejected => Text();

    public string KeyRejected(string provider) => Format(nameof(KeyRejected), provider);

    public string AccessRejected(string provider) => Format(nameof(AccessRejected), provider);

    public string Limited => Text();

    public string LimitedText => Text();

    public string WrongAddress => Text();

    public string WrongAddressText(string provider) => Format(nameof(WrongAddressText), provider);

    public string OtherKind => Text();

    public string OtherKindText => Text();

    public string RateLimited => Text();

    public string RateLimitedText => Text();

    public string Unavailable => Text();

    public string UnavailableText => Text();

    public string OtherAnswer => Text();

    public string OtherAnswerText => Text();
}
