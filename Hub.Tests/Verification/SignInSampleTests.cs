using System.Text;
using System.Web;
using Hub.Core.Credentials;
using Hub.Core.OAuth;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Verification;

/// <summary>What the catalog says of signing in, against the provider's documented addresses and answers.</summary>
public sealed class SignInSampleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly RegisteredClient Client = new("client", new Secret("client-secret"), []);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Slugs =>
        [.. ProviderSamples.All.Where(sample => sample.Method == AuthMethodKind.Oauth2AuthorizationCode).Select(sample => sample.Provider)];

    public static TheoryData<string> Renewing =>
        [.. ProviderSamples.All.Where(sample => sample.SignIn?.RefreshAnswer is not null).Select(sample => sample.Provider)];

    public static TheoryData<string, int> Ends =>
        [.. ProviderSamples.All.SelectMany(sample => (sample.SignIn?.Expired ?? []).Select((_, number) => (sample.Provider, number)))];

    /// <summary>So the theories below leave none out.</summary>
    [Fact]
    public void every_authorization_code_method_has_a_sample()
    {
        var methods = ProviderSamples
            .Catalog.All.Where(provider => provider.FindMethod(AuthMethodKind.Oauth2AuthorizationCode) is not null)
            .Select(provider => provider.Slug)
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(methods);
        Assert.Equal(methods, Slugs.Select(row => row.Data).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task one_signs_in_at_the_documented_addresses(string slug)
    {
        var (sample, method) = Of(slug);
        await using var host = new VerificationHost(slug, baseUrl: null);
        var values = method.FromStore(Some.Values(sample.Values));

        Assert.Equal(new Uri(sample.SignIn!.Authorize), host.AddressOf(slug, method, method.Flow.AuthorizeUrl, method.Clean(values)));
        Assert.Equal(new Uri(sample.SignIn.Token), host.AddressOf(slug, method, method.Flow.TokenUrl, values));
        Assert.Equal(
            sample.SignIn.Revoke is { } revoke ? new Uri(revoke) : null,
            method.Flow.Revoke is { } known ? host.AddressOf(slug, method, known.Url, values) : null
        );
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task the_documented_answer_gives_the_tokens_and_what_is_kept(string slug)
    {
        var (sample, method) = Of(slug);
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, sample.SignIn!.Answer));
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri, new FakeTimeProvider(Now));

        var callback = HttpUtility.ParseQueryString(sample.SignIn.Callback);
        var known = method
            .ConnectionParameters.Where(kept => kept.From == ParameterSource.Callback)
            .Aggregate(
                method.Clean(Some.Values(sample.Values)),
                (values, kept) => values.With(kept.Key, kept.ExtractFrom(callback[kept.Path])!)
            );
        var granted = Assert.IsType<TokenOutcome.Granted>(
            await host.Exchange.RedeemAsync(
                ProviderSamples.Catalog.Find(slug)!,
                method,
                Client,
                known,
                "code",
                verifier: null,
                "https://hub.example/callback",
                Stop
            )
        );

        Assert.Equal(sample.SignIn.LifetimeSeconds, (granted.Tokens.ExpiresAt - Now)?.TotalSeconds);
        Assert.True(granted.Tokens.AddTo(known).SameAs(method.FromStore(Some.Values(sample.Values))));
    }

    [Theory]
    [MemberData(nameof(Renewing))]
    public async Task the_documented_answer_to_a_refresh_token_gives_new_ones(string slug)
    {
        var (sample, method) = Of(slug);
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, sample.SignIn!.RefreshAnswer!));
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);

        var outcome = await host.Exchange.RefreshAsync(
            ProviderSamples.Catalog.Find(slug)!,
            method,
            Client,
            method.FromStore(Some.Values(sample.Values)),
            Stop
        );

        Assert.Equal(
            "at-second",
            Assert.IsType<TokenOutcome.Granted>(outcome).Tokens.AddTo(Some.Values(sample.Values)).Reveal("access_token")
        );
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task an_answer_that_ends_it_is_recognised(string slug, int number)
    {
        var (sample, method) = Of(slug);
        var expired = sample.SignIn!.Expired[number];
        await using var provider = await StandInProvider.StartAsync(Answers.Json(expired.Status, expired.Body));
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);

        Assert.IsType<TokenOutcome.Expired>(
            await host.Exchange.RefreshAsync(
                ProviderSamples.Catalog.Find(slug)!,
                method,
                Client,
                method.FromStore(Some.Values(sample.Values)),
                Stop
            )
        );
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void the_samples_reach_every_rule_by_which_it_ends(string slug)
    {
        var (sample, method) = Of(slug);
        var rules = method
            .Flow.Expiry.Select(rule => new FailureRule
            {
                Status = rule.Status,
                Body = rule.Body,
                Outcome = FailureOutcome.InvalidCredentials,
                Confidence = Confidence.Documented,
            })
            .ToList();
        var reached = sample
            .SignIn!.Expired.Select(expired =>
                AnswerClassifier.FindRule(
                    rules,
                    new OutboundAnswer(
                        expired.Status,
                        new Dictionary<string, string>(StringComparer.Ordinal),
                        Encoding.UTF8.GetBytes(expired.Body)
                    )
                )
            )
            .ToList();
        Assert.All(rules, rule => Assert.Contains(rule, reached, ReferenceEqualityComparer.Instance));
        // What gives a refresh token says how it ends.
        Assert.Equal(sample.Values.ContainsKey("refresh_token"), sample.SignIn.Expired.Count > 0);
    }

    private static (ProviderSample Sample, AuthMethod.AuthorizationCode Method) Of(string slug)
    {
        var sample = ProviderSamples.Of(slug, AuthMethodKind.Oauth2AuthorizationCode);
        return (sample, (AuthMethod.AuthorizationCode)ProviderSamples.MethodOf(sample));
    }
}
