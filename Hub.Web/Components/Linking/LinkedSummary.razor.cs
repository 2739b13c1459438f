using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Components.Shared;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

public sealed partial class LinkedSummary
{
    [Parameter, EditorRequired]
    public required ConnectContext Context { get; set; }

    /// <summary>How it was linked.</summary>
    [Parameter, EditorRequired]
    public required AuthMethod Method { get; set; }

    [Parameter, EditorRequired]
    public required LinkOutcome.Linked Linked { get; set; }

    [Inject]
    public required AccountStatusMessages StatusTexts { get; init; }

    [Inject]
    public required LinkedMessages Texts { get; init; }

    private Provider Provider => Context.Provider;

    /// <summary>Whether the credential of an account was replaced, on purpose.</summary>
    private bool IsReplaced => Context.Account is not null;

    /// <summary>What is known beside the name that is shown large.</summary>
    private IEnumerable<string> Details =>
        new[]
        {
            Linked.Identity.Name,
            Linked.Identity.Email,
            Linked.Identity.Organization,
            AccountPlace.Of(Method, Linked.Address)?.InALine,
        }
            .OfType<string>()
            .Where(text => text != Linked.AccountName)
            .Distinct(StringComparer.Ordinal);

    private string KeyText =>
        (IsReplaced, Context.Session?.Origin.Name, Linked.Updated) switch
        {
            (true, _, _) => Linked.KindOf(Method) switch
            {
                SavedKind.NewKey => Texts.KeyReplaced(Provider.Name),
                SavedKind.OtherValues => Texts.ChangesAccepted(Provider.Name),
                SavedKind.Nothing => Texts.StoredKeyAccepted(Provider.Name),
            },
            (_, { } owner, true) when Linked.Replaced => Texts.ReplacedFor(owner, Provider.Name),
            (_, { } owner, true) => Texts.KeyUpdatedFor(owner),
            (_, { } owner, false) => Texts.KeyReadyFor(owner),
            (_, null, true) => Texts.KeyUpdated,
            (_, null, false) => Texts.KeyReady,
        };

    private string AccessText =>
        (IsReplaced, Context.Session?.Origin.Name, Linked.Updated) switch
        {
            (true, _, _) => $"{Texts.AccessReplaced} {Duration}",
            (_, { } owner, true) when Linked.Replaced => $"{Texts.ReplacedFor(owner, Provider.Name)} {Duration}",
            (_, { } owner, true) => $"{Texts.AccessUpdatedFor(owner)} {Duration}",
            (_, { } owner, false) => $"{Texts.AccessReadyFor(owner)} {Duration}",
            (_, null, true) => $"{Texts.AccessUpdated} {Duration}",
            (_, null, false) => $"{Texts.AccessReady} {Duration}",
        };

    /// <summary>What is different of an account that was linked already.</summary>
    private IEnumerable<string> Changes
    {
        get
        {
            if (!IsReplaced)
            {
                yield break;
            }

            if (Linked.Change is { Fields: { Count: > 0 } fields })
            {
                yield return Texts.Changed(Language.Join(fields.Select(Method.Find).OfType<ProviderField>().Select(one => one.Label)));
            }

            if (Linked is { Replaced: true, Identity: var identity } && identity != ProviderIdentity.Unknown)
            {
                yield return Texts.BelongsTo(identity.DisplayName(Provider.Name));
            }

            if (Linked.Change is { StatusBefore: not AccountStatus.Active, Status: AccountStatus.Active })
            {
                yield return Texts.ActiveAgain;
            }
            else if (Linked.Change is { Status: AccountStatus.Suspended })
            {
                yield return Texts.StillSuspended;
            }
        }
    }

    /// <summary>Until when; Hub cannot renew what comes without a refresh token.</summary>
    private string Duration =>
        Linked.Access switch
        {
            null or { IsRenewed: true } => Texts.AccessRenewed,
            { EndsAt: { } end } => Texts.AccessUntil(Dates.Minute(end)),
            _ => Texts.AccessUntilRevoked(Provider.Name),
        };

    /// <summary>What was not granted and is needed, or what the provider verified that it lacks.</summary>
    private string? Limit =>
        (Linked.MissingPermission is { } missing ? StatusTexts.Explain(missing, Method, Provider.Name) : null)
        ?? (
            Method is AuthMethod.AuthorizationCode { Flow: var flow } && Linked.Access is { } access
                ? StatusTexts.MissingScopes(access, flow, Provider.Name)
                : null
        );

    /// <summary>What was asked for, is not needed, and was not granted.</summary>
    private string? NotGranted =>
        Method is AuthMethod.AuthorizationCode { Flow: var flow }
        && Linked.Access?.MissingScopes(flow).Where(name => flow.FindScope(name)?.Required != true).ToList() is { Count: > 0 } optional
            ? Texts.NotGranted(AccountStatusMessages.ScopeNames(optional, flow))
            : null;
}
