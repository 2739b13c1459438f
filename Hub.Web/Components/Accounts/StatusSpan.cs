using Hub.Core.Accounts;

namespace Hub.Web.Components.Accounts;

/// <summary>How long an account had one status.</summary>
/// <param name="Until">Null for the present status.</param>
public sealed record StatusSpan(AccountStatus Status, IReadOnlyList<DatedReason> Reasons, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <param name="events">The account's events, newest first.</param>
    /// <returns>The account's statuses, oldest first. Without events only the present one is known.</returns>
    public static IReadOnlyList<StatusSpan> Of(AccountRow account, IReadOnlyList<AccountEvent> events)
    {
        var spans = new List<StatusSpan>();
        foreach (var one in events.Reverse())
        {
            Add(one.Status, one.Reasons, one.At);
        }

        // Events may have been deleted, or be of a version that did not write them.
        Add(account.Status, account.Reasons, spans.Count == 0 ? account.StatusSince : Later(account.StatusSince, spans[^1].From));
        return spans;

        void Add(AccountStatus status, IReadOnlyList<DatedReason> reasons, DateTimeOffset from)
        {
            if (spans.Count > 0 && spans[^1].Status == status)
            {
                // A reason more or less.
                spans[^1] = spans[^1] with
                {
                    Reasons = reasons,
                };
                return;
            }

            if (spans.Count > 0)
            {
                spans[^1] = spans[^1] with { Until = from };
            }

            spans.Add(new StatusSpan(status, reasons, from, Until: null));
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
