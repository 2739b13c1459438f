using Bunit;
using Hub.Core.Identity;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Web.Components.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Components;

/// <summary>The public page's words for what the catalog says. That it is public is tested over HTTP.</summary>
public sealed class ProviderPageTests : HubTestContext
{
    private readonly ProvidersOptions _options = new();

    public ProviderPageTests() =>
        Services.AddSingleton(services => new ProviderAddresses(
            Options.Create(_options),
            services.GetRequiredService<ProviderCatalog>(),
            new AllowedHosts()
        ));

    private static readonly AuthMethod.ApiKey Method = (AuthMethod.ApiKey)SampleProviders.Desk.Methods[0];

    private static readonly AuthMethod.ClientCredentials Exchange = new()
    {
        Label = Method.Label,
        BaseUrl = Method.BaseUrl,
        Fields = Method.Fields,
        Token = new TokenEndpoint
        {
            Url = "https://auth.desk.example/token",
            ClientAuthentication = ClientAuthentication.Basic,
            ClientId = "{email}",
            ClientSecret = "{api_token}",
            Failures = [],
        },
        Failures = Method.Failures,
        Guide = Method.Guide,
    };

    [Fact]
    public void the_request_names_the_fields_where_their_values_will_stand()
    {
        var page = RenderPage(
            Method with
            {
                BaseUrl = "https://{subdomain}.desk.example",
                Check = new CredentialCheck
                {
                    Probe = new Probe { Method = ProbeMethod.Get, Path = "/users/me?by={email}" },
                    Auth = new RequestAuthentication
                    {
                        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Token"] = "{api_token}" },
                    },
                    Success = new SuccessCriteria
                    {
                        Status = 201,
                        Evidence =
                        [
                            new() { Path = "user.id", Type = EvidenceType.Id },
                            new() { Path = "error", Type = EvidenceType.Absent },
                            new() { Path = "user.name", Type = EvidenceType.Text },
                        ],
                    },
                },
            }
        );
        var requests = page.FindAll(".requests li").Select(Text).ToList();
        Assert.Equal(
            "Hub sends one request that only reads: GET https://‹Subdomain›.desk.example/users/me?by=‹E-mail› Hub sends the key in "
                + "the header X-Token.",
            requests[0]
        );
        Assert.Equal("The key is verified only if the answer has status 201 and contains user.id, user.name.", requests[1]);
        Assert.Equal(2, requests.Count);
    }

    [Fact]
    public void signing_in_that_nobody_has_set_up_says_so_and_leads_nowhere()
    {
        Providers = [SampleProviders.Portal];
        var page = Render<ProviderPage>(parameters => parameters.Add(shown => shown.Slug, "portal"));
        Assert.Contains("An Administrator must first register an app", page.Find(".part .note").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("a.link"));
    }

    [Fact]
    public void what_the_provider_switches_off_is_told_to_administrators_alone()
    {
        var ending = Method with
        {
            Sunset =
            [
                new()
                {
                    Date = new DateOnly(2027, 4, 30),
                    What = "API tokens stop working.",
                    Replacement = "Sign in instead.",
                },
                new()
                {
                    Date = new DateOnly(2026, 11, 23),
                    What = "Old tokens stop working.",
                    Replacement = "Create new ones.",
                },
            ],
        };
        Assert.Empty(RenderPage(ending).FindAll(".sunsets"));

        SignIn(HubRoles.Administrator);
        Assert.Equal(
            [
                "Since 23 November 2026 · Northern Desk, API token Old tokens stop working. Create new ones.",
                "From 30 April 2027 · Northern Desk, API token API tokens stop working. Sign in instead.",
            ],
            RenderPage(ending).FindAll(".sunsets li").Select(Text)
        );
    }

    [Fact]
    public void an_answer_that_is_a_list_is_no_path()
    {
        var proof = RenderPage(
                Method with
                {
                    Check = Method.Check with
                    {
                        Success = new SuccessCriteria { Evidence = [new() { Path = "$", Type = EvidenceType.Array }] },
                    },
                }
            )
            .FindAll(".requests li")[1];
        Assert.Equal("The key is verified only if the answer has status 200 and is a list.", Text(proof));
        Assert.Empty(proof.QuerySelectorAll("code"));
    }

    [Fact]
    public void what_is_part_of_a_field_is_called_so() =>
        Assert.Contains(
            "GET https://‹part of API Token›.desk.example/me",
            Text(
                RenderPage(
                        Method with
                        {
                            BaseUrl = "https://{dc}.desk.example",
                            Derived =
                            [
                                new()
                                {
                                    Key = "dc",
                                    From = "api_token",
                                    Pattern = "-(?<value>us[0-9]+)$",
                                },
                            ],
                        }
                    )
                    .Find(".requests li")
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void an_exchange_for_a_token_is_told_and_so_is_a_second_request()
    {
        var page = RenderPage(
            Exchange with
            {
                Check = Method.Check with
                {
                    Identify = new Probe { Method = ProbeMethod.Post, Path = "/whoami" },
                },
            }
        );
        var requests = page.FindAll(".requests li").Select(Text).ToList();
        Assert.Equal("Hub exchanges the values for a short-lived access token: POST https://auth.desk.example/token", requests[0]);
        Assert.StartsWith(
            "With the token, Hub sends one request that only reads: GET https://api.example/me",
            requests[1],
            StringComparison.Ordinal
        );
        Assert.Equal("A second request that only reads says whose account it is: POST https://api.example/whoami", requests[3]);
    }

    [Fact]
    public void an_exchange_that_is_the_proof_is_followed_by_nothing()
    {
        var page = RenderPage(Exchange);
        Assert.Equal("If the exchange succeeds, the values are verified. Hub sends nothing else.", Text(page.FindAll(".requests li")[1]));
    }

    [Fact]
    public void the_answers_that_are_told_apart_come_with_their_help()
    {
        var page = RenderPage(
            Method with
            {
                Failures =
                [
                    new()
                    {
                        Status = 401,
                        Outcome = FailureOutcome.InvalidCredentials,
                        Confidence = Confidence.Documented,
                        Help = "Make a new one.",
                    },
                    new()
                    {
                        Status = 400,
                        Outcome = FailureOutcome.InvalidCredentials,
                        Confidence = Confidence.Documented,
                        Help = "Make a new one.",
                    },
                    new()
                    {
                        Status = 403,
                        Outcome = FailureOutcome.VerifiedLimited,
                        Confidence = Confidence.Documented,
                        Help = "Add the right to read users.",
                    },
                ],
            }
        );
        Assert.Equal(
            ["Rejected", "Verified, but a permission is missing", "Too many requests", "Provider unavailable", "Any other answer"],
            page.FindAll(".answers dt").Select(Text)
        );
        Assert.Equal(["401, 400: Make a new one.", "403: Add the right to read users."], page.FindAll(".answers li").Select(Text));
    }

    [Fact]
    public void what_only_repeats_a_field_is_not_kept_of_the_answer() =>
        Assert.Contains(
            "From the answer, nothing.",
            RenderPage(Method with { Identity = new IdentityPaths { Name = "{@subdomain}" } }).Markup,
            StringComparison.Ordinal
        );

    [Fact]
    public void why_nobody_knows_whose_key_it_is_is_told() =>
        Assert.Contains(
            "From the answer, nothing. No request says whose key it is. Nothing",
            RenderPage(Method with { Identity = new IdentityPaths { Unknown = "No request says whose key it is." } }).Markup,
            StringComparison.Ordinal
        );

    [Fact]
    public void what_is_kept_of_the_answer_is_listed() =>
        Assert.Contains(
            "From the answer, only whose account it is: name, id.",
            RenderPage(
                Method with
                {
                    Identity = new IdentityPaths { Name = "{user.name}", ExternalId = "{@subdomain}:{user.id}" },
                }
            ).Markup,
            StringComparison.Ordinal
        );

    [Fact]
    public void another_address_that_the_operator_has_set_is_told_but_not_shown()
    {
        _options.Overrides["desk"] = new ProviderOverride { BaseUrl = "https://internal.example" };
        var page = RenderPage(Method);
        Assert.Contains("another address, which its operator has set", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("internal.example", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void each_method_can_be_pointed_at()
    {
        var page = RenderPage(SampleProviders.Tandem);
        Assert.Equal(
            ["providers/tandem#api_key", "providers/tandem#basic"],
            page.FindAll(".methods a").Select(link => link.GetAttribute("href"))
        );
        Assert.Equal(["API key", "User and password"], page.FindAll("section > h2").Select(Text));
        Assert.NotNull(page.Find("section#basic"));
    }

    [Fact]
    public void a_choice_says_what_it_is_between()
    {
        var page = RenderPage(
            Method with
            {
                Fields =
                [
                    .. Method.Fields,
                    new()
                    {
                        Key = "region",
                        Label = "Region",
                        Kind = FieldKind.Choice,
                        Detect = true,
                        Options =
                        [
                            new()
                            {
                                Value = "eu",
                                Label = "Europe",
                                Host = "eu.desk.example",
                            },
                            new() { Value = "us", Label = "USA" },
                        ],
                    },
                ],
            }
        );
        Assert.Equal(
            "Region (optional)",
            Text(
                page.FindAll("dt")
                    .Single(term =>
                        Text(term).StartsWith("Region (", StringComparison.Ordinal)
                        && term.NextElementSibling!.TextContent.Contains("Europe", StringComparison.Ordinal)
                    )
            )
        );
        Assert.Equal("‹Region› stands for one of these: eu.desk.example, us.", page.Find(".note").TextContent);
        Assert.Contains("One of these: Europe, USA. If you leave it empty, Hub finds out.", page.Markup, StringComparison.Ordinal);
    }

    private static string Text(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace(" .", ".", StringComparison.Ordinal);

    private IRenderedComponent<ProviderPage> RenderPage(AuthMethod method) => RenderPage(SampleProviders.Desk with { Methods = [method] });

    private IRenderedComponent<ProviderPage> RenderPage(Provider provider)
    {
        Providers = [provider];
        return Render<ProviderPage>(parameters => parameters.Add(page => page.Slug, provider.Slug));
    }
}
