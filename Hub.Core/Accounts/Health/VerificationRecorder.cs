using System.Diagnostics;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Core.Accounts.Health;

/// <summary>
/// What a verification changes: the account's reasons, whose it is, and when it is verified next. The same for the background and for
/// <see cref="AccountVerifier"/>.
/// </summary>
public sealed class VerificationRecorder(IOptions<VerificationOptions> options, TimeProvider time)
{
    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromMinutes(5);

    /// <summary>The account got a credential that the provider accepted.</summary>
    internal void Linked(LinkedAccount account, VerificationReport report)
    {
        var now = time.GetUtcNow();
        var health = HealthOf(account);
        health.Accepted();
        health.Add(VerificationRecord.Of(report, now));
        health.Schedule(account, now + VerificationSchedule.AfterAcceptance(options.Value.Interval, Random.Shared.NextDouble()));
    }

    /// <param name="asked">What the verification was about.</param>
    /// <returns>The account, to record on; null where it is another one by now.</returns>
    internal static Task<LinkedAccount?> FindUnchangedAsync(HubDbContext db, LinkedAccount asked) =>
        db
            .LinkedAccounts.Include(account => account.Health)
            .Include(account => account.Token)
            .FirstOrDefaultAsync(account =>
                account.Id == asked.Id && account.OwnerId == asked.OwnerId && account.ConcurrencyStamp == asked.ConcurrencyStamp
            );

    /// <summary>Changes the status only by a clear answer. The caller saves.</summary>
    /// <param name="account">With its health and token.</param>
    /// <param name="by">Who asked for it; <see cref="Actor.Hub"/> for the background.</param>
    internal async Task RecordAsync(
        HubDbContext db,
        LinkedAccount account,
        Provider provider,
        AuthMethod method,
        StoredVerification verification,
        Actor by
    )
    {
        var now = time.GetUtcNow();
        var health = HealthOf(account);
        var wait = await new Recording(options.Value, db, account, health, by, now).RecordAsync(provider, method, verification);
        // A key that is to expire is verified soon after that.
        var expired = account.KeyExpiresAt + ExpiryMargin;
        health.Schedule(account, expired > now && expired < now + wait ? expired.Value : now + wait);
    }

    private static AccountHealth HealthOf(LinkedAccount account) =>
        account.Health ??= new AccountHealth { AccountId = account.Id, ProviderSlug = account.ProviderSlug };

    /// <summary>Records one verification. Each method returns how long to wait until the next.</summary>
    private sealed class Recording(
        VerificationOptions options,
        HubDbContext db,
        LinkedAccount account,
        AccountHealth health,
        Actor by,
        DateTimeOffset now
    )
    {
        private readonly double _jitter = Random.Shared.NextDouble();

        internal async Task<TimeSpan> RecordAsync(Provider provider, AuthMethod method, StoredVerification verification) =>
            verification switch
            {
                StoredVerification.Asked(var report) => await RecordAsync(provider, method, report),
                StoredVerification.AuthorizationEnded => Reject(NotAsked(nameof(StoredVerification.AuthorizationEnded))),
                StoredVerification.NotRefreshed(var wait) => Fail(NotAsked(nameof(StoredVerification.NotRefreshed)), wait),
                StoredVerification.ProviderDown => Fail(record: null),
                StoredVerification.Unreadable => SetUnreadable(),
                StoredVerification.Gone => throw new ArgumentException("There is nothing to record.", nameof(verification)),
                _ => throw new UnreachableException(),
            };

        private async Task<TimeSpan> RecordAsync(Provider provider, AuthMethod method, VerificationReport report)
        {
            var record = VerificationRecord.Of(report, now);
            switch (report.Outcome)
            {
                case VerificationOutcome.Verified(var identity):
                    if (account.TakeOver(report.KeyExpiry))
                    {
                        db.AddEvent(account, AccountEventKind.Updated, by, now);
                    }

                    return await AcceptAsync(provider, method, record, identity, missing: null);
                case VerificationOutcome.VerifiedLimited(var identity, var rule):
                    return await AcceptAsync(provider, method, record, identity, new StatusReason.PermissionMissing(rule.Key));
                case VerificationOutcome.InvalidCredentials { Rule: var rule }:
                    return Reject(record, ReasonOfRejection(), mayPass: rule?.MayPass == true);
                case VerificationOutcome.WrongAddress:
                    // A resolver in trouble says so too. A person sees what it is about, the background does not.
                    return Reject(record, new StatusReason.AddressUnknown(), mayPass: by.Kind == ActorKind.Hub);
                case VerificationOutcome.RateLimited(var retryAfter):
                    return Fail(record, retryAfter);
                case VerificationOutcome.ProviderUnavailable or VerificationOutcome.UnexpectedAnswer or VerificationOutcome.WrongKeyKind:
                    return Fail(record);
                default:
                    throw new UnreachableException();
            }
        }

        private async Task<TimeSpan> AcceptAsync(
            Provider provider,
            AuthMethod method,
            VerificationRecord record,
            ProviderIdentity identity,
            StatusReason? missing
        )
        {
            if (AccountIdentity.IsAnother(account, method, identity))
            {
                // Whose it was stays: the owner is asked whether the other one is right.
                return Reject(record, new StatusReason.IdentityChanged(), mayPass: false);
            }

            await AccountIdentity.RecogniseAsync(db, account, AccountIdentity.KeyOf(identity, account.Address));
            account.Recognise(identity, account.Address, provider, now);
            db.SetReason(account, ReasonGroup.Credential, missing, by, now);
            db.SetReason(account, ReasonGroup.Verification, reason: null, by, now);
            health.Accepted();
            health.Add(record);
            return VerificationSchedule.AfterAcceptance(options.Interval, _jitter);
        }

        /// <param name="mayPass">Whether one rejection alone may have causes that pass.</param>
        private TimeSpan Reject(VerificationRecord record, StatusReason reason, bool mayPass)
        {
            if (!mayPass || IsRejectedBefore())
            {
                account.Rejected(now);
                db.SetReason(account, ReasonGroup.Credential, reason, by, now);
                db.SetReason(account, ReasonGroup.Verification, reason: null, by, now);
                if (reason is StatusReason.AuthorizationEnded)
                {
                    // The token endpoint would go on to give tokens that the provider's API rejects.
                    account.Token?.RefreshAt = null;
                }
            }

            return Reject(record);
        }

        private TimeSpan Reject(VerificationRecord record)
        {
            health.Rejected();
            health.Add(record);
            return VerificationSchedule.AfterRejection(options.Interval, health.Rejections, _jitter);
        }

        /// <summary>Whether an earlier rejection is old enough for this one to be believed.</summary>
        private bool IsRejectedBefore()
        {
            var first = VerificationRecord
                .Read(health.History)
                .TakeWhile(one => one.Verdict != VerificationVerdict.Accepted)
                .LastOrDefault(one => one.Verdict == VerificationVerdict.Rejected);
            return first is not null && first.At + VerificationSchedule.SecondLookAfter(options.Interval) <= now;
        }

        private TimeSpan Fail(VerificationRecord? record, TimeSpan? retryAfter = null)
        {
            if (now - health.Failed(now) >= options.NotVerifiedAfter)
            {
                db.SetReason(account, ReasonGroup.Verification, new StatusReason.NotVerified(), by, now);
            }

            if (record is not null)
            {
                health.Add(record);
            }

            return VerificationSchedule.AfterFailure(options.Interval, health.Failures, retryAfter, _jitter);
        }

        private TimeSpan SetUnreadable()
        {
            db.SetReason(account, ReasonGroup.Credential, new StatusReason.CredentialUnreadable(), by, now);
            health.Add(NotAsked(nameof(StoredVerification.Unreadable)));
            return VerificationSchedule.AfterAcceptance(options.Interval, _jitter);
        }

        private StatusReason ReasonOfRejection() =>
            account.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode ? new StatusReason.AuthorizationEnded(AuthorizationEnd.Rejected)
            : account.KeyExpiresAt <= now ? new StatusReason.KeyExpired()
            : new StatusReason.KeyRejected();

        private VerificationRecord NotAsked(string outcome) => new(now, outcome, 0);
    }
}
