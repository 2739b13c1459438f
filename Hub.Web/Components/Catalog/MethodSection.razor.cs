using System.Globalization;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Catalog;

/// <summary>One auth method on a provider's public page, in words for who decides whether to trust Hub with a key.</summary>
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

    private string Id => Anchor(Method);

    /// <summary>How the credential travels.</summary>
    private string Transport =>
        Method.Auth switch
        {
            { Basic: not null } => "The values travel as HTTP Basic authentication.",
            { Headers.Count: > 0 } auth =>
                $"The {(Method.Token is null && Method.Flow is null ? "key" : "token")} travels in the header {string.Join(", ", auth.Headers.Keys)}.",
            { Query.Count: > 0 } => "The key travels in the address, because the provider has no other way.",
            _ => "",
        };

    private string Credential => Method.Flow is null ? "key" : "access";

    /// <summary>As people will see it in their browser.</summary>
    private string SignInHost
    {
        get
        {
            var host = Method.Flow!.AuthorizeUrl.Split('/')[2];
            return Method.Fields.FirstOrDefault(input => host == $"{{{input.Key}}}") is { Options.Count: > 0 } choice
                ? string.Join(" or ", choice.Options.Select(option => option.Host ?? option.Value))
                : InWords(host);
        }
    }

    private IReadOnlyList<string> Evidence =>
        [.. Method.Success!.Evidence.Where(evidence => evidence.Type != EvidenceType.Absent).Select(evidence => evidence.Path)];

    private string Stored
    {
        get
        {
            var told = new (string? Template, string Word)[]
            {
                (Method.Identity.Name, "name"),
                (Method.Identity.Email, "email address"),
                (Method.Identity.Organization, "organization"),
                (Method.Identity.ExternalId, "id"),
            }
                .Where(part => IsFromAnswer(part.Template))
                .Select(part => part.Word)
                .ToList();
            return (
                    Method.Flow is null ? "What you filled in, encrypted. "
                    : Method.Fields.Count == 0 ? "The tokens, encrypted. "
                    : "What you filled in and the tokens, encrypted. "
                )
                + (Method.HasOwnAddress ? "Your address there, to be shown. " : "")
                + (told.Count > 0 ? $"Of the answer only whose it is: {string.Join(", ", told)}. " : "Of the answer nothing. ")
                + (Method.Identity.Unknown is { } reason ? $"{reason} " : "")
                + "Nothing is stored before it is proved.";
        }
    }

    private IEnumerable<(string Title, string Text, IReadOnlyList<string> Rules)> Answers
    {
        get
        {
            var rules = Method.Failures.Concat(Method.Token?.Failures ?? []).ToLookup(rule => rule.Outcome);
            yield return (
                "Rejected",
                $"{Provider.Name} {(Method.Flow is null ? "says that the key is not good" : "refuses the access that it has just given")}. Nothing is stored.",
                Describe(rules[FailureOutcome.InvalidCredentials])
            );
            if (rules.Contains(FailureOutcome.VerifiedLimited))
            {
                yield return (
                    "Good, with a limit",
                    $"The {Credential} is genuine but lacks a right. The account is linked, with a note of what is missing.",
                    Describe(rules[FailureOutcome.VerifiedLimited])
                );
            }

            if (rules.Contains(FailureOutcome.WrongAddress))
            {
                yield return (
                    "Wrong address",
                    $"There is nothing of {Provider.Name} at the address that was filled in, or it is somebody else's.",
                    Describe(rules[FailureOutcome.WrongAddress])
                );
            }

            if (
                Method
                    .Fields.SelectMany(input => input.WrongFamilies)
                    .Select(family => family.Hint)
                    .Distinct(StringComparer.Ordinal)
                    .ToList() is
                { Count: > 0 } hints
            )
            {
                yield return ("Another kind of key", "Recognised by its look, before anything is sent.", hints);
            }

            yield return (
                "Asked to slow down",
                $"Too many requests (429 or what the provider sends instead). The {Credential} is not judged; try again after the time "
                    + $"that is shown.",
                Describe(rules[FailureOutcome.RateLimited])
            );
            yield return (
                "Out of order",
                $"No answer within ten seconds, or an error of the provider's own (5xx). The {Credential} is not judged.",
                Describe(rules[FailureOutcome.ProviderUnavailable])
            );
            yield return ("Anything else", $"Proves nothing, and the {Credential} is not judged.", []);
        }
    }

    /// <returns>The part of an address behind # that leads to the method.</returns>
    public static string Anchor(AuthMethod method) => method.Kind.ToName();

    private static List<string> Describe(IEnumerable<FailureRule> rules) =>
        [
            .. rules
                .Where(rule => rule.Help is not null)
                .GroupBy(rule => rule.Help, rule => rule.Status, StringComparer.Ordinal)
                .Select(same =>
                    $"{string.Join(", ", same.Distinct().Select(status => status.ToString(CultureInfo.InvariantCulture)))}: {same.Key}"
                ),
        ];

    private string RequestOf(Probe probe) => $"{(probe.Method == ProbeMethod.Get ? "GET" : "POST")} {InWords(Method.BaseUrl + probe.Path)}";

    /// <summary>With the labels of fields where their values will stand.</summary>
    private string InWords(string template)
    {
        var words = Method
            .Fields.Select(field => (field.Key, Word: field.Label))
            .Concat(Method.Derived.Select(derived => (derived.Key, Word: $"part of {Method.Find(derived.From)!.Label}")))
            .Concat((Method.Flow?.ConnectionParameters ?? []).Select(kept => (kept.Key, Word: kept.Key.Replace('_', ' '))));
        return words.Aggregate(template, (text, one) => text.Replace($"{{{one.Key}}}", $"‹{one.Word}›", StringComparison.Ordinal));
    }

    // {@subdomain} is what was filled in.
    private static bool IsFromAnswer(string? template) =>
        template?.Replace("{@", "", StringComparison.Ordinal).Contains('{', StringComparison.Ordinal) == true;

    private static string? ExampleOf(ProviderField field) =>
        field.Kind == FieldKind.Choice ? null
        : field.Placeholder is { } placeholder ? $"{field.Prefix}{placeholder}{field.Suffix}"
        : field.Default;
}
