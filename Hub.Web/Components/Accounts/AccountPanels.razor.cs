using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Accounts;

/// <summary>The panels of an account's page, for its owner and for Administrators.</summary>
public sealed partial class AccountPanels
{
    private const int MostEvents = 200;

    private IReadOnlyList<StatusSpan> _spans = [];
    private IReadOnlyList<VerificationRecord> _verifications = [];
    private AccountRow? _loaded;

    [Inject]
    public required AccountDetailsMessages Texts { get; init; }

    [Inject]
    public required AccountActions Actions { get; init; }

    [Inject]
    public required AccountDirectory Directory { get; init; }

    [Inject]
    public required AccountEventLog Events { get; init; }

    [Parameter, EditorRequired]
    public required AccountRow Account { get; set; }

    /// <summary>Null where the catalog no longer has it.</summary>
    [Parameter, EditorRequired]
    public required Provider? Provider { get; set; }

    [Parameter, EditorRequired]
    public required AccountScope Scope { get; set; }

    /// <summary>Raised when the details were edited.</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    private bool IsAuthorization => Account.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    protected override async Task OnParametersSetAsync()
    {
        // Read anew, it may be different.
        if (ReferenceEquals(_loaded, Account))
        {
            return;
        }

        var account = _loaded = Account;
        await UntilDisposedAsync(async () =>
        {
            var events = await Events.ListAsync(Scope.Owner, account.Id, MostEvents, Disposed);
            var verifications = await Directory.ListVerificationsAsync(Scope.Owner, account.Id, Disposed);
            if (ReferenceEquals(_loaded, account))
            {
                (_spans, _verifications) = (StatusSpan.Of(account, events), verifications);
            }
        });
    }

    private Task EditAsync() =>
        OnceAsync(async () =>
        {
            await Actions.EditDetailsAsync(Scope, Account);
            await Changed.InvokeAsync();
        });
}
