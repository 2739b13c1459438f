using CsCheck;
using Hub.Core.Accounts.Health;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Tests.Accounts.Health;

public sealed class VerificationScheduleTests
{
    private static readonly Gen<TimeSpan> Intervals = Gen.Double[1, 30 * 86400].Select(TimeSpan.FromSeconds);
    private static readonly Gen<double> Randoms = Gen.Double[0, 1];

    [Fact]
    public void an_account_that_works_is_verified_about_once_an_interval() =>
        Gen.Select(Intervals, Randoms)
            .Sample(
                (interval, random) => Assert.InRange(VerificationSchedule.AfterAcceptance(interval, random), interval * 0.8, interval * 1.2)
            );

    [Fact]
    public void after_a_rejection_never_earlier_than_an_hour_and_later_each_time_up_to_the_interval() =>
        Gen.Select(Intervals, Gen.Int[1, 1000], Randoms)
            .Sample(
                (interval, rejections, random) =>
                {
                    var wait = VerificationSchedule.AfterRejection(interval, rejections, random);
                    var shortest = interval < TimeSpan.FromHours(1) ? interval : TimeSpan.FromHours(1);
                    Assert.InRange(wait, shortest, interval * 1.2);
                    Assert.True(VerificationSchedule.AfterRejection(interval, rejections + 1, random) >= wait);
                }
            );

    [Fact]
    public void without_an_answer_never_earlier_than_the_provider_asks_for() =>
        Gen.Select(Intervals, Gen.Int[1, 1000], Gen.Double[0, 3600].Select(TimeSpan.FromSeconds), Randoms)
            .Sample(
                (interval, failures, retryAfter, random) =>
                {
                    var wait = VerificationSchedule.AfterFailure(interval, failures, retryAfter, random);
                    Assert.True(wait >= retryAfter);
                    Assert.True(wait >= VerificationSchedule.AfterFailure(interval, failures, retryAfter: null, random));
                    Assert.True(wait <= (retryAfter > interval ? retryAfter : interval) * 1.2);
                }
            );

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(5, 80)]
    [InlineData(20, 1440)]
    public void without_an_answer_the_wait_is_doubled(int failures, int minutes) =>
        Assert.Equal(
            TimeSpan.FromMinutes(minutes),
            VerificationSchedule.AfterFailure(TimeSpan.FromDays(1), failures, retryAfter: null, random: 0)
        );

    [Fact]
    public void a_budget_stays_below_the_documented_rate_in_every_period() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Enum<RatePeriod>())
            .Sample(
                (requests, per) =>
                {
                    var limit = new RateLimit { Requests = requests, Per = per };
                    var budget = ProviderBudgets.BudgetOf(limit);
                    var inPeriod =
                        budget.TokenLimit
                        + (budget.TokensPerPeriod * (limit.Period.TotalSeconds / budget.ReplenishmentPeriod.TotalSeconds));
                    // One at least, or nothing would ever be sent.
                    Assert.True(inPeriod <= Math.Max(requests, 1.25), $"{inPeriod} of {requests}");
                }
            );
}
