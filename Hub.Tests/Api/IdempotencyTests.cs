using Hub.Core.AuthLinks;
using Hub.Core.Data;
using Hub.Core.Idempotency;
using Hub.Core.Maintenance;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Api;

public sealed class IdempotencyTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private const string Path = "/api/connect_sessions";
    private const string Body = """{"origin_owner_id":"acme","origin_owner_name":"Acme"}""";

    [Fact]
    public async Task the_same_call_again_is_answered_the_same()
    {
        var first = await SendAsync("again");
        var second = await SendAsync("again");

        Assert.Equal((201, 201), (first.Status, second.Status));
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(first.MediaType, second.MediaType);
        Assert.Null(first.Header("Idempotent-Replayed"));
        Assert.Equal("true", second.Header("Idempotent-Replayed"));
        Assert.NotEqual(first.Text, (await SendAsync("another")).Text);
    }

    [Fact]
    public async Task the_same_key_with_another_call_is_refused()
    {
        await SendAsync("reused");

        Assert.Equal(
            "idempotency_key_reused",
            (await SendAsync("reused", Body.Replace("Acme", "Other", StringComparison.Ordinal))).ErrorCode(422)
        );
    }

    [Fact]
    public async Task of_many_at_the_same_moment_one_creates()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SendAsync("at once")));

        Assert.All(answers, answer => Assert.True(answer.Status is 201 or 409, answer.Text));
        Assert.Single(answers.Where(answer => answer.Status == 201).Select(answer => answer.Text).Distinct(StringComparer.Ordinal));
        Assert.All(
            answers.Where(answer => answer.Status == 409),
            answer => Assert.Equal(("idempotency_in_progress", "1"), (answer.ErrorCode(409), answer.Header("Retry-After")))
        );
    }

    [Fact]
    public async Task after_an_error_the_key_is_free()
    {
        Assert.Equal(400, (await SendAsync("after an error", "{}")).Status);
        Assert.Equal(201, (await SendAsync("after an error")).Status);
    }

    [Fact]
    public async Task a_key_has_a_length()
    {
        Assert.Equal("idempotency_key_invalid", (await SendAsync(new string('x', 256))).ErrorCode(400));
        Assert.Equal(201, (await SendAsync(new string('x', 255))).Status);
    }

    private Task<ApiAnswer> SendAsync(string key, string body = Body) => hub.PostAsync(Path, body, ("Idempotency-Key", key));
}

public abstract class IdempotentRequestsTests(DatabaseProvider database) : StoreTests(database)
{
    public sealed class OnSqlite() : IdempotentRequestsTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : IdempotentRequestsTests(DatabaseProvider.SqlServer);

    private static readonly Guid Caller = Guid.CreateVersion7();

    private IdempotentRequests Requests => Store.Get<IdempotentRequests>();

    [Fact]
    public async Task an_answer_is_kept_encrypted_for_a_day()
    {
        var begun = Assert.IsType<IdempotencyOutcome.Begun>(await BeginAsync(1, 1));
        await Requests.AnswerAsync(Caller, Hash(1), begun.At, 201, "hub_cs_secret"u8.ToArray(), Stop);

        var answered = Assert.IsType<IdempotencyOutcome.Answered>(await BeginAsync(1, 1));
        Assert.Equal(201, answered.Status);
        Assert.Equal("hub_cs_secret"u8.ToArray(), answered.Body);
        Assert.True((await Store.QueryAsync(db => db.IdempotentRequests.SingleAsync(Stop))).Answer.AsSpan().IndexOf("hub_cs"u8) < 0);
        Assert.IsType<IdempotencyOutcome.OtherRequest>(await BeginAsync(1, 2));
        Assert.IsType<IdempotencyOutcome.Begun>(await Requests.BeginAsync(Guid.CreateVersion7(), Hash(1), Hash(2), Stop));

        Store.Time.Advance(IdempotentRequests.Lifetime);
        Assert.IsType<IdempotencyOutcome.Begun>(await BeginAsync(1, 2));
    }

    [Fact]
    public async Task one_that_was_stopped_in_the_middle_gives_its_place_up()
    {
        var stopped = Assert.IsType<IdempotencyOutcome.Begun>(await BeginAsync(1, 1));
        Assert.IsType<IdempotencyOutcome.InProgress>(await BeginAsync(1, 1));

        Store.Time.Advance(TimeSpan.FromMinutes(3));
        var next = Assert.IsType<IdempotencyOutcome.Begun>(await BeginAsync(1, 1));
        // It comes back after all: the place is not its own any more.
        await Requests.AnswerAsync(Caller, Hash(1), stopped.At, 201, [], Stop);
        await Requests.ForgetAsync(Caller, Hash(1), stopped.At, Stop);
        Assert.IsType<IdempotencyOutcome.InProgress>(await BeginAsync(1, 1));

        await Requests.ForgetAsync(Caller, Hash(1), next.At, Stop);
        Assert.IsType<IdempotencyOutcome.Begun>(await BeginAsync(1, 1));
    }

    [Fact]
    public async Task of_two_at_the_same_moment_one_begins()
    {
        Store.Events.MeetBeforeWriting(2);

        var outcomes = await Task.WhenAll(BeginAsync(1, 1), BeginAsync(1, 1));

        Assert.Single(outcomes.OfType<IdempotencyOutcome.Begun>());
        Assert.Single(outcomes.OfType<IdempotencyOutcome.InProgress>());
    }

    [Fact]
    public async Task what_nobody_asks_for_any_more_is_cleared_away()
    {
        var issuer = Store.Get<SessionIssuer>();
        var owner = await Store.NewOwnerAsync();
        var sessions = new List<Guid>();
        foreach (var lifetime in new[] { TimeSpan.FromHours(1), TimeSpan.FromDays(300), TimeSpan.FromDays(300) })
        {
            var issued = await issuer.IssueAsync(owner, new SessionRequest { Origin = new("acme", "Acme"), Lifetime = lifetime }, Stop);
            sessions.Add(Assert.IsType<SessionIssueOutcome.Issued>(issued).Session.Id);
        }

        Assert.True(await Store.Get<AuthLinkEditor>().RevokeAsync(owner, sessions[2], Stop));
        await BeginAsync(1, 1);

        Store.Time.Advance(TimeSpan.FromDays(29));
        await BeginAsync(2, 2);
        await Store.Get<RetentionJob>().RunAsync(Stop);
        Assert.Equal(3, await Store.QueryAsync(db => db.ConnectSessions.CountAsync(Stop)));
        Assert.Equal(Hash(2), (await Store.QueryAsync(db => db.IdempotentRequests.SingleAsync(Stop))).KeyHash);

        Store.Time.Advance(TimeSpan.FromDays(2));
        await Store.Get<RetentionJob>().RunAsync(Stop);
        Assert.Equal([sessions[1]], await Store.QueryAsync(db => db.ConnectSessions.Select(session => session.Id).ToListAsync(Stop)));
    }

    private Task<IdempotencyOutcome> BeginAsync(byte key, byte request) => Requests.BeginAsync(Caller, Hash(key), Hash(request), Stop);

    private static byte[] Hash(byte value) => [.. Enumerable.Repeat(value, 32)];
}
