using System.Text.Json;
using Hub.Core.Providers;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Providers;

public sealed class ProviderCatalogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-catalog-");

    private static readonly ProviderCatalog Shipped = ProviderCatalog.Load(directory: null, withSandbox: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void the_catalog_has_the_most_used_first_and_the_sandbox_last()
    {
        var slugs = Shipped.All.Select(provider => provider.Slug).ToList();
        Assert.Equal(99, slugs.Count);
        Assert.Equal(["smartrecruiters", "greenhouse", "lever", "workable", "ashby"], slugs.Take(5));
        Assert.Equal("sandbox-ats", slugs[^1]);
    }

    public static TheoryData<string> Files => ProviderSchemaTests.CatalogFiles;

    /// <summary>At start Hub takes this for granted.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public async Task every_file_that_comes_with_hub_keeps_the_rules_and_is_built_into_it_as_it_stands(string file)
    {
        using var reader = new StreamReader(typeof(ProviderCatalogTests).Assembly.GetManifestResourceStream(file)!);
        var (provider, errors) = ProviderFile.Read(file, await reader.ReadToEndAsync(Stop));
        Assert.Empty(errors);
        Assert.Equal(JsonSerializer.Serialize(provider), JsonSerializer.Serialize(Shipped.Find(provider!.Slug)));
    }

    [Fact]
    public void the_sandbox_is_listed_only_where_it_is_on()
    {
        Assert.Null(ProviderCatalog.Load(directory: null, withSandbox: false).Find("sandbox-ats"));
        Assert.NotNull(Shipped.Find("sandbox-ats"));
    }

    [Fact]
    public void every_file_says_when_it_was_last_compared_with_the_documentation() =>
        Assert.All(
            Shipped.All,
            provider =>
                Assert.True(
                    provider.Checked >= new DateOnly(2026, 11, 24),
                    $"{provider.Slug}.yaml needs checked: the day of the last reading"
                )
        );

    [Fact]
    public void every_method_has_an_identity_or_says_why_there_is_none() =>
        Assert.All(
            from provider in Shipped.All
            from method in provider.Methods
            select (provider.Slug, Method: method),
            one =>
                Assert.True(
                    one.Method.ReportsIdentity == (one.Method.Identity.Unknown is null),
                    $"{one.Slug}.yaml, {one.Method.Kind}: take the identity from an answer, or say in identity.unknown why none tells it"
                )
        );

    [Fact]
    public void ranks_are_not_shared()
    {
        var ranks = Shipped.All.Select(provider => provider.Rank).ToList();
        Assert.Equal(ranks.Distinct(), ranks);
    }

    [Fact]
    public void white_text_can_be_read_on_every_colour() =>
        Assert.All(
            Shipped.All,
            provider => Assert.True(ContrastWithWhite(provider.Color) >= 4.5, $"{provider.Name}: {ContrastWithWhite(provider.Color):0.00}")
        );

    [Fact]
    public void a_key_that_is_rejected_always_comes_with_a_field_and_help() =>
        Assert.All(
            from provider in Shipped.All
            from method in provider.Methods
            from rule in method.Failures
            where rule.Outcome is FailureOutcome.InvalidCredentials or FailureOutcome.WrongAddress
            select (Rule: rule, HasField: method is AuthMethod.AuthorizationCode || rule.Field is not null),
            one => Assert.True(one.HasField && one.Rule.Help is not null)
        );

    /// <summary>Its label depends on the method and on the language.</summary>
    [Fact]
    public void no_guide_names_the_button_of_the_form_by_hand() =>
        Assert.All(
            from provider in Shipped.All
            from method in provider.Methods
            from text in TextsOf(method.Guide)
            select (provider.Slug, Text: text),
            one =>
            {
                Assert.DoesNotContain("ress **Connect**", one.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("Sign in with", one.Text, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void every_guide_leads_to_the_button() =>
        Assert.All(
            from provider in Shipped.All
            from method in provider.Methods
            select (provider, method),
            one =>
            {
                var steps = one.method.Guide.Steps.Select(step => step.Text.Contains("{button}", StringComparison.Ordinal)).ToList();
                Assert.Single(steps, presses => presses);
                Assert.True(
                    one.provider.Sandbox || (one.method is AuthMethod.AuthorizationCode ? steps[0] : steps[^1]),
                    $"{one.provider.Slug}.yaml, {one.method.Kind}: press {{button}} in the last step, or the first of an authorization"
                );
            }
        );

    /// <summary>Where it is generated, and not before somebody has started.</summary>
    [Fact]
    public void that_a_key_is_shown_once_is_said_at_a_step() =>
        Assert.All(
            from provider in Shipped.All
            from method in provider.Methods
            from warning in method.Guide.Warnings
            select (provider.Slug, warning),
            one => Assert.DoesNotContain("**once**", one.warning, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("smartrecruiters")]
    [InlineData("sandbox-ats")]
    public void a_file_has_all_languages(string slug) =>
        Assert.All(ProviderTexts.Languages, language => Assert.Equal(language, Shipped.In(language).Find(slug)!.Language));

    private static IEnumerable<string> TextsOf(Guide guide) =>
        [.. guide.Steps.SelectMany(step => new[] { step.Text, step.Warning }).OfType<string>(), .. guide.Warnings, guide.Permission];

    [Fact]
    public async Task the_operator_adds_providers()
    {
        await WriteAsync("acme.yaml", Provider("acme", "Acme", rank: 2));
        await WriteAsync("zulu.yml", Provider("zulu", "Zulu", rank: 1));
        await WriteAsync("readme.md", "not a provider");

        var catalog = ProviderCatalog.Load(_folder.FullName, withSandbox: false);

        Assert.Equal("Acme", catalog.Find("ACME")?.Name);
        Assert.Equal(["smartrecruiters", "zulu", "acme", "greenhouse"], catalog.All.Take(4).Select(provider => provider.Slug));
    }

    [Fact]
    public async Task the_operator_replaces_a_provider()
    {
        await WriteAsync("mine.yaml", Provider("lever", "Lever, our way", rank: 2));

        var catalog = ProviderCatalog.Load(_folder.FullName, withSandbox: false);

        Assert.Equal("Lever, our way", catalog.Find("lever")?.Name);
        Assert.Single(catalog.All, provider => provider.Slug == "lever");
    }

    [Fact]
    public async Task one_slug_in_two_files_of_the_operator_is_a_fault()
    {
        await WriteAsync("a.yaml", Provider("acme", "Acme", rank: 1));
        await WriteAsync("b.yaml", Provider("acme", "Acme too", rank: 1));

        var error = Assert.Throws<OptionsValidationException>(() => ProviderCatalog.Load(_folder.FullName, withSandbox: false));

        Assert.EndsWith("b.yaml:1: another file has the slug acme", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_faults_of_all_files_are_told_at_once()
    {
        await WriteAsync("a.yaml", Provider("acme", "Acme", rank: 0));
        await WriteAsync("b.yaml", "slug: [");
        await WriteAsync("c.yaml", "");

        var error = Assert.Throws<OptionsValidationException>(() => ProviderCatalog.Load(_folder.FullName, withSandbox: false));

        Assert.Collection(
            error.Failures,
            fault => Assert.Contains("a.yaml:5: Rank", fault, StringComparison.Ordinal),
            fault => Assert.Contains("b.yaml:", fault, StringComparison.Ordinal),
            fault => Assert.Contains("c.yaml:1: the file is empty", fault, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void an_unknown_provider_is_not_found()
    {
        var catalog = ProviderCatalog.Load(directory: null, withSandbox: false);
        Assert.Null(catalog.Find("acme"));
        Assert.Null(catalog.Find(null));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task WriteAsync(string name, string yaml) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), yaml, Stop);

    private static double ContrastWithWhite(string color)
    {
        var channels = Convert
            .FromHexString(color[1..])
            .Select(value => value / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))
            .ToList();
        return 1.05 / ((0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]) + 0.05);
    }

    private static string Provider(string slug, string name, int rank) =>
        $$"""
            slug: {{slug}}
            name: {{name}}
            category: ats
            color: "#123456"
            rank: {{rank}}
            sources: [{ url: https://docs.example.com, facts: [authentication, probe, failures, guide] }]
            methods:
              - kind: api_key
                label: API key
                baseUrl: https://api.example.com
                fields:
                  - { key: api_key, label: API Key, kind: secret }
                auth:
                  headers:
                    Authorization: Bearer {api_key}
                probe: { method: get, path: /me }
                success:
                  evidence:
                    - { path: id, type: text }
                failures:
                  - { status: 401, outcome: invalid_credentials, confidence: documented }
                guide:
                  permission: Read access.
                  steps: [Look for it.]
            """;
}
