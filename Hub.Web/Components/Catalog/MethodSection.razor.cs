using System.Globalization;
using Hub.Core.Providers;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Catalog;

/// <summary>One auth method on a provider's public page, for people who decide whether to trust Hub with a key.</summary>
public sealed partial class MethodSection
{
    [Parameter, EditorRequired]
    public required Provider Provider { get; set; }

    [Parameter, EditorRequired]
    public required AuthMethod Method { get; set; }

    [Parameter, EditorRequired]
    public required AvailableMethods Offered { get; set; }

    [Inject]
    public required ProviderAddresses Addresses { get; init; }

    [Inject]
    public required MethodMessages Texts { get; init; }

    private string Id => Anchor(Method);

    private bool IsKey => Method is not AuthMethod.AuthorizationCode;

    private bool HasToken => Method is AuthMethod.ClientCredentials or AuthMethod.AuthorizationCode;

    /// <summary>How the credential is sent.</summary>
    private string? Transport =>
        Method.FindCheck()?.Auth switch
        {
            { Basic: not null } => Texts.BasicAuthentication,
            { Headers.Count: > 0 } auth => HasToken
                ? Texts.TokenInHeader(ListOf(auth.Headers.Keys))
                : Texts.KeyInHeader(ListOf(auth.Headers.Keys)),
            { Query.Count: > 0 } => Texts.KeyInAddress,
            _ => null,
        };

    /// <summary>The host of the provider's authorization page, as people see it in their browser.</summary>
    private string AuthorizationHost(AuthorizationCodeFlow flow)
    {
        var host = flow.AuthorizeUrl.Split('/')[2];
        return Method.Fields.FirstOrDefault(input => host == $"{{{input.Key}}}") is { Options.Count: > 0 } choice
            ? HostsOf(choice)
            : WithLabels(host);
    }

    /// <summary>What the answer must have for the credential to be verified.</summary>
    private MarkupString EvidenceOf(SuccessCriteria success)
    {
        var status = success.Status;
        var paths = success.Evidence.Where(evidence => evidence.Type != EvidenceType.Absent).Select(evidence => evidence.Path).ToList();
        return paths is ["$"] ? new MarkupString(IsKey ? Texts.KeyListEvidence(status) : Texts.AccessListEvidence(status))
            : IsKey ? Texts.KeyEvidence(status, ListOf(paths))
            : Texts.AccessEvidence(status, ListOf(paths));
    }

    private IEnumerable<string> Stored
    {
        get
        {
            yield return IsKey ? Texts.StoredValues
            : Method.Fields.Count == 0 ? Texts.StoredTokens
            : Texts.StoredValuesAndTokens;
            if (Method.HasOwnAddress)
            {
                yield return Texts.StoredAddress;
            }

            var identity = new (string? Template, string Name)[]
            {
                (Method.Identity.Name, Texts.IdentityName),
                (Method.Identity.Email, Texts.IdentityEmail),
                (Method.Identity.Organization, Texts.IdentityOrganization),
                (Method.Identity.ExternalId, Texts.IdentityId),
            }
                .Where(part => IsFromAnswer(part.Template))
                .Select(part => part.Name)
                .ToList();
            yield return identity.Count > 0 ? Texts.StoredIdentity(ListOf(identity)) : Texts.StoredNoIdentity;
            if (Method.Identity.Unknown is { } reason)
            {
                yield return reason;
            }

            yield return Texts.StoredAfterVerification;
        }
    }

    private IEnumerable<(string Title, string Text, IReadOnlyList<string> Rules)> Answers
    {
        get
        {
            var rules = Method.AllFailures.ToLookup(rule => rule.Outcome);
            yield return (
                Texts.Rejected,
                IsKey ? Texts.KeyRejected(Provider.Name) : Texts.AccessRejected(Provider.Name),
                Describe(rules[FailureOutcome.InvalidCredentials])
            );
            if (rules.Contains(FailureOutcome.VerifiedLimited))
            {
                yield return (Texts.Limited, Texts.LimitedText, Describe(rules[FailureOutcome.VerifiedLimited]));
            }

            if (rules.Contains(FailureOutcome.WrongAddress))
            {
                yield return (Texts.WrongAddress, Texts.WrongAddressText(Provider.Name), Describe(rules[FailureOutcome.WrongAddress]));
            }

            var hints = Method
                .Fields.SelectMany(input => input.WrongFamilies)
                .Select(family => family.Hint)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            if (hints.Count > 0)
            {
                yield return (Texts.OtherKind, Texts.OtherKindText, hints);
            }

            yield return (Texts.RateLimited, Texts.RateLimitedText, Describe(rules[FailureOutcome.RateLimited]));
            yield return (Texts.Unavailable, Texts.UnavailableText, Describe(rules[FailureOutcome.ProviderUnavailable]));
            yield return (Texts.OtherAnswer, Texts.OtherAnswerText, []);
        }
    }

    /// <returns>The part of an address behind # that leads to the method.</returns>
    public static string Anchor(AuthMethod method) => method.Kind.ToName();

    private static List<string> Describe(IEnumerable<FailureRule> rules) =>
        [
            .. rules
                .Where(rule => rule.Help is not null)
                .GroupBy(rule => rule.Help, rule => rule.Status, StringComparer.Ordinal)
                .Select(same => $"{ListOf(same.Distinct().Select(status => status.ToString(CultureInfo.InvariantCulture)))}: {same.Key}"),
        ];

    private static string ListOf(IEnumerable<string> items) => Language.Join(items);

    private static string HostsOf(ProviderField choice) => ListOf(choice.Options.Select(option => option.Host ?? option.Value));

    private string RequestOf(Probe probe) =>
        $"{(probe.Method == ProbeMethod.Get ? "GET" : "POST")} {WithLabels(Method.BaseUrl + probe.Path)}";

    /// <summary>A template with the labels of fields in place of its placeholders.</summary>
    private string WithLabels(string template) =>
        Method
            .Fields.Select(field => (field.Key, field.Label))
            .Concat(Method.Derived.Select(derived => (derived.Key, Label: Texts.PartOf(Method.Find(derived.From)!.Label))))
            .Concat(Method.ConnectionParameters.Select(kept => (kept.Key, Label: kept.Key.Replace('_', ' '))))
            .Aggregate(template, (text, one) => text.Replace($"{{{one.Key}}}", $"‹{one.Label}›", StringComparison.Ordinal));

    // {@subdomain} is what was entered.
    private static bool IsFromAnswer(string? template) =>
        template?.Replace("{@", "", StringComparison.Ordinal).Contains('{', StringComparison.Ordinal) == true;

    private static string? ExampleOf(ProviderField field) =>
        field.Kind == FieldKind.Choice ? null
        : field.Placeholder is { } placeholder ? $"{field.Prefix}{placeholder}{field.Suffix}"
        : field.Default;
}
