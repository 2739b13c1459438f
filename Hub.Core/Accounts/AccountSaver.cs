using System.Globalization;
using Hub.Core.Accounts.Health;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.OAuth;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Stores a verified credential with the account that it belongs to.</summary>
internal sealed class AccountSaver(
    AccountMatcher matcher,
    VerificationRecorder recorder,
    CredentialProtector protector,
    OwnerAuthorizer gate,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>Cannot be cancelled: what the provider verified is stored.</summary>
    internal async Task<LinkOutcome> SaveAsync(OwnerId owner, LinkCommand command, VerifiedCredential credential)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        // The same owner may link, change or unlink the same account at the same moment. Or the owner was removed while the provider was
        // asked.
        return await db.WriteAsync(async attempt =>
            attempt > 0 && !await gate.CanActAsync(owner, CancellationToken.None) ? new LinkOutcome.OwnerNotAllowed()
            : await db.IsDisabledAsync(credential.Provider.Slug, CancellationToken.None) ? new LinkOutcome.ProviderDisabled()
            : await TrySaveAsync(db, owner, command, credential)
        );
    }

    /// <returns>Null while accounts can be linked with the session.</returns>
    public async Task<LinkOutcome.SessionEnded?> FindSessionEndAsync(SessionGrant grant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var session = await db.ConnectSessions.AsNoTracking().FirstOrDefaultAsync(one => one.Id == grant.SessionId, cancellationToken);
        return EndOf(session, grant);
    }

    private async Task<LinkOutcome> TrySaveAsync(HubDbContext db, OwnerId owner, LinkCommand command, VerifiedCredential credential)
    {
        var now = time.GetUtcNow();
        var grant = command.Session;
        var session = grant is null ? null : await db.ConnectSessions.FirstOrDefaultAsync(one => one.Id == grant.SessionId);
        if (grant is not null && EndOf(session, grant) is { } ended)
        {
            return ended;
        }

        var match = await matcher.FindAsync(db, owner, command, credential);
        if (FindRefusal(match, command, credential) is { } refusal)
        {
            return refusal;
        }

        var by = session is null ? command.Caller ?? owner : Actor.Session(session.Id);
        var account = match.Present ?? await AddAsync(db, owner, command, credential, now);
        var (isNew, isReplaced) = (match is AccountMatch.New, match is AccountMatch.Changed);
        var change = isNew ? null : ChangeOf(account, credential);
        if (isReplaced)
        {
            Record(AuditActions.AccountIdentityChanged, DetailOfReplaced(account));
            await AccountIdentity.ChangeAsync(db, account, credential.Provider, credential.IdentityKey, now);
        }
        else if (!isNew)
        {
            await AccountIdentity.RecogniseAsync(db, account, credential.IdentityKey);
        }

        if (change is not { Fields: [] } || command.AuthorizedTokens is not null)
        {
            account.CredentialSince = now;
        }

        UseSession(session, account, isNew, now);
        Fill(db, account, command, credential, by, now);
        await AddDetailsAsync(db, account, command as LinkCommand.Import);
        await CompleteAttemptAsync(db, owner, command, account, isNew);
        Record(isNew ? AuditActions.AccountLinked : AuditActions.AccountUpdated);
        if (command is LinkCommand.Edit { Changes: { } changes })
        {
            await AccountEditor.ApplyAsync(db, account, changes);
            Record(AuditActions.AccountEdited);
        }

        db.AddEvent(account, isNew ? AccountEventKind.Created : AccountEventKind.Updated, by, now);
        await db.SaveChangesAsync(CancellationToken.None);
        change = change is null ? null : change with { Status = account.Status };
        return LinkedOf(account, credential, isNew) with { Replaced = isReplaced, Change = change };

        void Record(string action, string? detail = null) =>
            db.AuditEvents.Add(AuditEvent.Of(action, by, account.Id, now, detail ?? account.ProviderSlug));
    }

    /// <returns>Why the account that was found does not get the credential; null where it does, or a new one does.</returns>
    private static LinkOutcome? FindRefusal(AccountMatch match, LinkCommand command, VerifiedCredential credential) =>
        match switch
        {
            AccountMatch.Gone => new LinkOutcome.AccountGone(),
            { Present.CredentialSince: var since } when command.Seen is { } seen && since != seen => new LinkOutcome.ChangedMeanwhile(
                since
            ),
            AccountMatch.OtherIdentity(var theirs) => new LinkOutcome.OtherIdentity(theirs.Name, credential.Identity),
            AccountMatch.Changed(var other) when !command.MayReplace(other) => new LinkOutcome.WouldReplace(
                PresentAccount.Of(other, command.Session),
                credential.Identity
            )
            {
                IdentityKey = credential.IdentityKey,
            },
            _ => null,
        };

    /// <summary>What the credential is about to change.</summary>
    private AccountChange ChangeOf(LinkedAccount account, VerifiedCredential credential) =>
        new(
            [.. matcher.FindChanges(account, credential).Select(field => field.Key)],
            IsOtherMethod: account.AuthMethod != credential.Method.Kind,
            StatusBefore: account.Status,
            Status: account.Status
        );

    /// <summary>Which identity's credential is replaced: whose it was must not stand in the log.</summary>
    private static string DetailOfReplaced(LinkedAccount account)
    {
        var session = account.SessionId?.ToString() ?? "none";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{account.ProviderSlug}; replaced: linked {account.IdentitySince.UtcDateTime:s}Z, session {session}"
        );
    }

    private static async Task<LinkedAccount> AddAsync(
        HubDbContext db,
        OwnerId owner,
        LinkCommand command,
        VerifiedCredential credential,
        DateTimeOffset now
    )
    {
        var (id, slug, identityKey) = (Guid.CreateVersion7(), credential.Provider.Slug, credential.IdentityKey);
        var account = new LinkedAccount
        {
            Id = id,
            OwnerId = owner.Value,
            OriginOwnerId = command.Origin.Id,
            ProviderSlug = slug,
            AuthMethod = credential.Method.Kind,
            Name = credential.Provider.DefaultAccountName(address: null),
            IdentityKey = identityKey ?? LinkedAccount.AnonymousKey(id),
            Ordinal =
                command.EffectiveTarget is LinkTarget.Another
                    ? await AccountIdentity.NextOrdinalAsync(db, owner.Value, command.Origin.Id, slug, identityKey)
                    : 0,
            IsSingle = command.TakesAnyIdentity,
            LinkedAt = now,
            StatusSince = now,
        };
        db.LinkedAccounts.Add(account);
        return account;
    }

    private static async Task AddDetailsAsync(HubDbContext db, LinkedAccount account, LinkCommand.Import? import)
    {
        if (import is null)
        {
            return;
        }

        await AccountEditor.ApplyAsync(db, account, import.Details);
        account.Name = VisibleText.CleanName(import.Name ?? "") is { Length: > 0 } name ? name : account.Name;
    }

    private static void UseSession(ConnectSession? session, LinkedAccount account, bool isNew, DateTimeOffset now)
    {
        account.SessionId = session?.Id;
        if (session is null)
        {
            return;
        }

        // An account without a customer has none to name; the session's name is for its pages.
        account.OriginOwnerName = account.OriginOwnerId.Length > 0 ? session.OriginOwnerName : account.OriginOwnerName;
        account.OriginUsername = session.OriginUsername ?? account.OriginUsername;
        account.Label = session.Label ?? account.Label;
        account.Metadata = session.Metadata ?? account.Metadata;
        // An account that is there keeps its type: a session to renew the key of a test account seldom says so again.
        account.Type = isNew ? session.Type : account.Type;
        session.UsedAt = now;
        session.ConcurrencyStamp = Guid.CreateVersion7();
    }

    private void Fill(
        HubDbContext db,
        LinkedAccount account,
        LinkCommand command,
        VerifiedCredential credential,
        Actor by,
        DateTimeOffset now
    )
    {
        account.AuthMethod = credential.Method.Kind;
        account.Recognise(credential.Identity, credential.Address, credential.Provider, now);
        db.SetReason(account, ReasonGroup.Credential, credential.MissingPermission, by, now);
        db.SetReason(account, ReasonGroup.Verification, reason: null, by, now);
        SetKeyExpiry(account, command, credential);
        recorder.Linked(account, credential.Report);
        account.ReplaceCredential(protector.Protect(account.Id, credential.Values));
        account.Token = TokenOf(account.Token, command.AuthorizedTokens, account.Id, now);
    }

    private void SetKeyExpiry(LinkedAccount account, LinkCommand command, VerifiedCredential credential)
    {
        // Another key has another end.
        if (
            protector.Unprotect(account.Credentials) is not { } stored
            || credential.Method.Fields.Any(field => !credential.Values.IsSameAt(field.Key, stored))
        )
        {
            account.SetKeyExpiry(at: null, KeyExpirySource.Person);
        }

        if (command.KeyExpiresOn is { } day)
        {
            account.SetKeyExpiry(AccountEditor.StartOf(day), KeyExpirySource.Person);
        }

        account.TakeOver(credential.Report.KeyExpiry);
    }

    private static AccountToken? TokenOf(AccountToken? present, TokenSet? tokens, Guid accountId, DateTimeOffset now)
    {
        if (tokens is null)
        {
            return null;
        }

        var token = present ?? new AccountToken { AccountId = accountId };
        token.SignedIn(tokens, now);
        return token;
    }

    /// <summary>Also one that was cancelled meanwhile: the account is there.</summary>
    private static async Task CompleteAttemptAsync(HubDbContext db, OwnerId owner, LinkCommand command, LinkedAccount account, bool isNew)
    {
        if (
            command is LinkCommand.Authorized { AttemptId: var id }
            && await db.ConnectionAttempts.FirstOrDefaultAsync(one => one.Id == id && one.OwnerId == owner.Value) is { } attempt
        )
        {
            attempt.Complete(account.Id, updated: !isNew);
        }
    }

    private static LinkOutcome.Linked LinkedOf(LinkedAccount account, VerifiedCredential credential, bool isNew) =>
        new(account.Id, account.Name, account.Identity, account.Address, Updated: !isNew, credential.MissingPermission)
        {
            Access = AccountAccess.Of(account.Token),
        };

    /// <returns>Null while accounts can be linked with it. One that is not there was removed with its owner; one that has a new token has
    /// ended for who holds the old one, and one that was begun in a browser for everybody else.</returns>
    private LinkOutcome.SessionEnded? EndOf(ConnectSession? session, SessionGrant grant) =>
        session is null || session.IssuedAt != grant.IssuedAt || session.Browser != grant.Browser
            ? new LinkOutcome.SessionEnded(SessionState.Revoked)
        : session.IsOpenAt(time.GetUtcNow()) ? null
        : new LinkOutcome.SessionEnded(session.StateAt(time.GetUtcNow()));
}
