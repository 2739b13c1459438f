using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Components.Shared;

namespace Hub.Web.Components.Linking;

/// <summary>What the user is told when a credential was not proved: where, in which words, and what to do next.</summary>
internal sealed record Refusal
{
    public Notice? Notice { get; private init; }

    public string? FieldKey { get; private init; }

    public string? FieldMessage { get; private init; }

    /// <summary>The guide's step that helps, counted from 1.</summary>
    public int? GuideStep { get; private init; }

    // Some providers name a day. Nobody waits for that in front of a form.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(15);

    /// <summary>How long the same values are not sent again.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>All of it in one text, for who sees no form.</summary>
    public string Message => FieldMessage ?? $"{Notice!.Title}. {Fact}The key was not judged, and nothing was saved.";

    /// <summary>What the notice says beyond its title; with a space behind it.</summary>
    private string? Fact { get; init; }

    public static Refusal From(Provider provider, AuthMethod method, LinkOutcome.Refused refused) =>
        refused.Reason switch
        {
            VerificationOutcome.InvalidCredentials(var field, var help, var step) => new Refusal
            {
                FieldKey = field ?? (method.Fields.FirstOrDefault(one => one.IsSecret) ?? method.Fields[0]).Key,
                FieldMessage = Join(Join($"{provider.Name} rejected this key.", refused.AskedEverywhere ? AskedIn(method) : null), help),
                GuideStep = step,
            },
            VerificationOutcome.WrongKeyKind(var field, var hint) => new Refusal { FieldKey = field, FieldMessage = hint },
            VerificationOutcome.WrongAddress(var field, var help) => WrongAddress(
                provider,
                method.Find(field ?? "") ?? method.AddressFields.FirstOrDefault() ?? method.RegionField ?? method.Fields[0],
                help
            ),
            VerificationOutcome.RateLimited(var wait) => new Refusal
            {
                Notice = new Notice(
                    $"{provider.Name} asks to slow down",
                    "Your key was not judged, and nothing was saved. When the time is up, press Connect again."
                ),
                // Providers that name no time recover within seconds or a minute; half of it is a fair try.
                Wait =
                    wait is null ? TimeSpan.FromSeconds(30)
                    : wait < MaxWait ? wait
                    : MaxWait,
            },
            VerificationOutcome.ProviderUnavailable(var cause) => new Refusal
            {
                Notice = new Notice(
                    $"{provider.Name} could not answer",
                    $"{Explain(cause)} Your key was not judged, and nothing was saved. What you entered is still here: press Connect "
                        + $"to try again."
                )
                {
                    Reference = refused.Reference,
                },
                Fact = $"{Explain(cause)} ",
            },
            VerificationOutcome.UnexpectedAnswer(var reason) => new Refusal
            {
                Notice = new Notice(
                    $"{provider.Name} gave an answer that proves nothing",
                    $"{Explain(reason)} Your key was not judged, and nothing was saved. Try again; if it stays like this, give Hub's "
                        + $"operator the reference."
                )
                {
                    IsError = true,
                    Reference = refused.Reference,
                },
                Fact = $"{Explain(reason)} ",
            },
            VerificationOutcome.Verified or VerificationOutcome.VerifiedLimited => throw new ArgumentException(
                "A proved credential is no refusal.",
                nameof(refused)
            ),
            _ => throw new UnreachableException(),
        };

    private static string Explain(UnavailableCause cause) =>
        cause switch
        {
            UnavailableCause.NameNotResolved => "Its address could not be found. Hub's network or name service may be down.",
            UnavailableCause.ConnectionFailed => "Its server did not accept the connection.",
            UnavailableCause.ConnectionReset => "The connection broke before the answer was complete.",
            UnavailableCause.TlsFailed => "A secure connection could not be made.",
            UnavailableCause.TimedOut => "It did not answer within ten seconds.",
            UnavailableCause.ServerError => "Its server reported an error of its own.",
            UnavailableCause.AddressForbidden =>
                "Its address leads into a private network, which Hub does not call unless its operator allows it.",
        };

    private static string Explain(UnexpectedReason reason) =>
        reason switch
        {
            UnexpectedReason.Redirect => "It sent Hub to another address, which Hub does not follow.",
            UnexpectedReason.Html => "It sent a web page where data was expected.",
            UnexpectedReason.TooLarge => "It sent more data than any such answer has.",
            UnexpectedReason.Malformed => "What it sent is not readable.",
            UnexpectedReason.NoEvidence => "It answered without saying whose key it is.",
            UnexpectedReason.Status => "It answered in a way that its documentation does not describe.",
        };

    private static Refusal WrongAddress(Provider provider, ProviderField field, string? help) =>
        new()
        {
            FieldKey = field.Key,
            FieldMessage = Join(
                field.Kind == FieldKind.Choice
                    ? $"{provider.Name} does not know this account there. Choose another {field.Label}."
                    : $"{provider.Name} does not know this address.",
                help
            ),
        };

    private static string AskedIn(AuthMethod method)
    {
        var choice = method.Fields.First(field => field.Detect);
        return $"Hub tried every {choice.Label}: {string.Join(", ", choice.Options.Select(option => option.Label))}.";
    }

    private static string Join(string fact, string? more) => more is null ? fact : $"{fact} {more}";
}
