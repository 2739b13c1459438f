using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Linking;

/// <summary>The confirmation popup: who was linked, and what comes next.</summary>
public sealed partial class LinkedDialog
{
    /// <summary>What the user chose. Escape chooses nothing.</summary>
    public enum Next
    {
        ViewInAccounts,
        ViewAccount,
        LinkAnother,
        Finish,
    }

    // A click beside it is easily made by accident; the popup is the proof that linking worked.
    public static readonly DialogOptions Options = new()
    {
        BackdropClick = false,
        CloseOnEscapeKey = true,
        MaxWidth = MaxWidth.ExtraSmall,
        FullWidth = true,
    };

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired]
    public required Provider Provider { get; set; }

    /// <summary>How it was linked.</summary>
    [Parameter, EditorRequired]
    public required AuthMethod Method { get; set; }

    [Parameter, EditorRequired]
    public required LinkOutcome.Linked Linked { get; set; }

    /// <summary>The key of an account was replaced, on purpose.</summary>
    [Parameter]
    public bool Replaced { get; set; }

    /// <summary>What it was linked with; null where the owner is signed in.</summary>
    [Parameter]
    public SessionGrant? Session { get; set; }

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

    private string Title =>
        (Replaced, Method.Flow) switch
        {
            (false, _) => $"{Provider.Name} connected",
            (true, null) => "New key saved",
            (true, not null) => "Signed in again",
        };

    private string OfKey =>
        (Replaced, Session?.Origin.Name, Linked.Updated) switch
        {
            (true, _, _) => $"{Provider.Name} accepted it, and it has taken the old key's place. If that one is still valid, revoke it at "
                + $"{Provider.Name}.",
            (_, { } owner, true) => $"{owner} had an account at {Provider.Name} here already. It uses this key from now on.",
            (_, { } owner, false) => $"The key is stored encrypted, and the account is ready for {owner}.",
            (_, null, true) => "You had linked this account before. It now uses the new key.",
            (_, null, false) => "The key is stored encrypted, and the account is ready to use.",
        };

    /// <summary>What was not granted and is needed, or what the provider proved that it lacks.</summary>
    private string? Limit =>
        Linked.MissingRight
        ?? (Method.Flow is { } signIn && Linked.Access is { } access ? AccountWords.NeededScopes(access, signIn, Provider.Name) : null);

    /// <summary>What was asked for, is not needed, and was not granted.</summary>
    private string? NotGranted =>
        Method.Flow is { } signIn
        && Linked.Access?.MissingScopes(signIn).Where(name => signIn.FindScope(name)?.Required != true).ToList() is { Count: > 0 } optional
            ? $"Not granted: {AccountWords.ScopeNames(optional, signIn)}."
            : null;

    /// <summary>Until when; Hub cannot renew what comes without a refresh token.</summary>
    private string Lasts =>
        Linked.Access switch
        {
            null or { IsRenewed: true } => "Hub keeps the access fresh by itself.",
            { EndsAt: { } end } => $"The access lasts until {Dates.Minute(end)}; then sign in again.",
            _ => $"The access lasts until it is revoked at {Provider.Name}.",
        };

    private string OfSignIn =>
        (Replaced, Session?.Origin.Name, Linked.Updated) switch
        {
            (true, _, _) => $"The account works again. {Lasts}",
            (_, { } owner, true) => $"{owner} had an account at {Provider.Name} here already. It uses this sign-in from now on. {Lasts}",
            (_, { } owner, false) => $"The account is ready for {owner}. {Lasts}",
            (_, null, true) => $"You had linked this account before. It now uses this sign-in. {Lasts}",
            (_, null, false) => $"The account is ready to use. {Lasts}",
        };

    private void Close(Next next) => Dialog.Close(DialogResult.Ok(next));
}
