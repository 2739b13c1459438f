using System.Globalization;
using System.Text;
using Hub.Core.Accounts;
using Hub.Tests.Support;

namespace Hub.Tests.Accounts;

public sealed class AccountStatusRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly StatusReason[] All = [.. CaseSamples.Of<StatusReason>().DistinctBy(reason => reason.Code)];

    public static TheoryData<string> Codes => [.. All.Select(reason => reason.Code)];

    /// <summary>The page for readers is computed from the rules, so that it cannot be wrong.</summary>
    [Fact]
    public Task the_table_in_the_documentation_is_that_of_the_rules() => GoldenFile.MatchAsync("docs/account-status.md", Page());

    [Theory]
    [MemberData(nameof(Codes))]
    public void a_reason_leads_to_its_status_and_back(string code)
    {
        var reason = ReasonOf(code);
        var group = AccountStatusRules.GroupOf(reason);

        var with = AccountStatusRules.Set([], group, reason, Now);
        Assert.Equal([new DatedReason(reason, Now)], with);
        Assert.Equal(AccountStatusRules.StatusOf(reason), AccountStatusRules.StatusOf(with));

        // The same once more keeps its date.
        Assert.Equal(with, AccountStatusRules.Set(with, group, reason, Now.AddDays(1)));

        var without = AccountStatusRules.Set(with, group, reason: null, Now);
        Assert.Empty(without);
        Assert.Equal(AccountStatus.Active, AccountStatusRules.StatusOf(without));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void the_order_of_two_changes_does_not_matter(string code)
    {
        var one = ReasonOf(code);
        foreach (var other in All.Where(other => AccountStatusRules.GroupOf(other) != AccountStatusRules.GroupOf(one)))
        {
            var first = Set(Set([], one), other);
            Assert.Equal(first, Set(Set([], other), one));
            Assert.Equal(
                new[] { AccountStatusRules.StatusOf(one), AccountStatusRules.StatusOf(other) }.MaxBy(Gravity),
                AccountStatusRules.StatusOf(first)
            );
            Assert.Equal([new DatedReason(one, Now)], AccountStatusRules.Set(first, AccountStatusRules.GroupOf(other), null, Now));
        }
    }

    [Fact]
    public void a_reason_replaces_that_of_its_group()
    {
        var rejected = Set([], new StatusReason.KeyRejected());

        var unreadable = AccountStatusRules.Set(rejected, ReasonGroup.Credential, new StatusReason.CredentialUnreadable(), Now.AddDays(1));

        Assert.Equal([new DatedReason(new StatusReason.CredentialUnreadable(), Now.AddDays(1))], unreadable);
    }

    [Theory]
    [InlineData(AccountStatus.Active, AccountStatus.Active, AccountEventKind.Updated)]
    [InlineData(AccountStatus.Active, AccountStatus.Error, AccountEventKind.Error)]
    [InlineData(AccountStatus.Expired, AccountStatus.Error, AccountEventKind.Error)]
    [InlineData(AccountStatus.Active, AccountStatus.Expired, AccountEventKind.Expired)]
    [InlineData(AccountStatus.Error, AccountStatus.Active, AccountEventKind.Recovered)]
    [InlineData(AccountStatus.Expired, AccountStatus.Active, AccountEventKind.Recovered)]
    [InlineData(AccountStatus.Error, AccountStatus.Suspended, AccountEventKind.Suspended)]
    [InlineData(AccountStatus.Suspended, AccountStatus.Error, AccountEventKind.Resumed)]
    [InlineData(AccountStatus.Suspended, AccountStatus.Archived, AccountEventKind.Deleted)]
    [InlineData(AccountStatus.Active, AccountStatus.Inactive, AccountEventKind.Updated)]
    [InlineData(AccountStatus.Inactive, AccountStatus.Active, AccountEventKind.Updated)]
    public void a_transition_is_an_event(AccountStatus before, AccountStatus after, AccountEventKind kind) =>
        Assert.Equal(kind, AccountStatusRules.KindOf(before, after));

    private static IReadOnlyList<DatedReason> Set(IReadOnlyList<DatedReason> present, StatusReason reason) =>
        AccountStatusRules.Set(present, AccountStatusRules.GroupOf(reason), reason, Now);

    private static StatusReason ReasonOf(string code) => All.Single(reason => reason.Code == code);

    private static int Gravity(AccountStatus status) => (int)status;

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # The status of a linked account

            *This page is computed from `AccountStatusRules` by `AccountStatusRulesTests`.*

            An account has at most one reason of each group. A change sets or clears the reason of one group and leaves the others alone.
            The status is that of the gravest reason; without a reason it is `active`. So the order of changes does not matter: an account
            that is suspended while its key is rejected is in `error` once it is resumed.

            ## Reasons, the gravest last

            | reason | group | status |
            |---|---|---|

            """.ReplaceLineEndings("\n")
        );
        foreach (
            var reason in All.OrderBy(reason => AccountStatusRules.StatusOf(reason))
                .ThenBy(AccountStatusRules.GroupOf)
                .ThenBy(reason => reason.Code, StringComparer.Ordinal)
        )
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{reason.Code}` | {Name(AccountStatusRules.GroupOf(reason))} | `{Name(AccountStatusRules.StatusOf(reason))}` |\n"
            );
        }

        page.Append(
            """

            ## Transitions, and the event that each writes

            The row is the status before, the column the status after. A change of reasons that leaves the status as it is writes `updated`,
            a new account `created`, a key that expires soon `expiring`.


            """.ReplaceLineEndings("\n")
        );
        var statuses = Enum.GetValues<AccountStatus>();
        page.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", statuses.Select(after => $"`{Name(after)}`"))} |\n");
        page.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(statuses.Select(_ => "---|"))}\n");
        // What is unlinked stays so.
        foreach (var before in statuses.Where(before => before != AccountStatus.Archived))
        {
            var kinds = statuses.Select(after => Name(AccountStatusRules.KindOf(before, after)));
            page.Append(CultureInfo.InvariantCulture, $"| `{Name(before)}` | {string.Join(" | ", kinds)} |\n");
        }

        return page.ToString();
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
