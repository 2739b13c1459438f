using CsCheck;
using Hub.Core.Providers;
using Hub.Tests.Inputs;

namespace Hub.Tests.Providers;

public sealed class ProviderFieldTests
{
    private static readonly ProviderField Subdomain = new()
    {
        Key = "subdomain",
        Label = "Subdomain",
        Kind = FieldKind.Subdomain,
        Suffix = ".workable.com",
    };
    private static readonly ProviderField Key = new()
    {
        Key = "api_key",
        Label = "API Key",
        Kind = FieldKind.Secret,
    };

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("  Acme \n", "acme")]
    [InlineData("acme.workable.com", "acme")]
    [InlineData("ACME.Workable.COM", "acme")]
    [InlineData("acme.workable.com.", "acme")]
    [InlineData("https://acme.workable.com", "acme")]
    [InlineData("https://Acme.workable.com/backend/jobs?x=1#y", "acme")]
    [InlineData("http://acme.workable.com?x", "acme")]
    [InlineData("//acme.workable.com/", "")]
    [InlineData(".workable.com", "")]
    [InlineData("acme.eu.workable.com", "acme.eu")]
    [InlineData("acme.example.com", "acme.example.com")]
    [InlineData("acme.workable.com.evil.example", "acme.workable.com.evil.example")]
    [InlineData("evil@acme.workable.com", "evil@acme")]
    public void the_subdomain_is_taken_from_what_was_pasted(string pasted, string expected) =>
        Assert.Equal(expected, Subdomain.Clean(pasted));

    [Theory]
    [InlineData(" \tKey-1.A/B \r\n", "Key-1.A/B")]
    [InlineData("https://example.com/Key", "https://example.com/Key")]
    public void a_secret_is_only_trimmed(string pasted, string expected) => Assert.Equal(expected, Key.Clean(pasted));

    [Theory]
    [InlineData(" \"Bearer k\" ")]
    [InlineData("Bearer k")]
    [InlineData("pa ss\u00e9\u200b\"")]
    public void a_password_is_kept_exactly_as_it_is_typed(string typed) =>
        Assert.Equal(typed, (Key with { Kind = FieldKind.Password }).Clean(typed));

    [Theory]
    [InlineData("\u200bSERVICE-1\ufeff ", "SERVICE-1")]
    [InlineData("\"SERVICE-1\"", "\"SERVICE-1\"")]
    public void of_a_text_only_the_ends_are_cleaned(string pasted, string expected) =>
        Assert.Equal(expected, (Key with { Kind = FieldKind.Text }).Clean(pasted));

    [Fact]
    public void what_the_providers_own_pattern_takes_for_part_of_the_key_stays()
    {
        var key = Key with
        {
            Pattern = new FieldPattern { Regex = "^x-token:[0-9]+$", Message = "" },
        };
        Assert.Equal("x-token:1", key.Clean(" x-token:1 "));
        Assert.Equal("1", Key.Clean(" x-token:1 "));
    }

    [Theory]
    [InlineData("Git.Acme.example/Git/", "git.acme.example/Git")]
    [InlineData("https://git.acme.example/git?x=1#y", "git.acme.example/git")]
    [InlineData("https://git.acme.example/", "git.acme.example")]
    public void a_path_behind_a_host_is_kept(string pasted, string expected) =>
        Assert.Equal(
            expected,
            new ProviderField
            {
                Key = "host",
                Label = "Host",
                Kind = FieldKind.Host,
            }.Clean(pasted)
        );

    [Fact]
    public void a_clean_value_stays_as_it_is_in_every_field_of_the_catalog()
    {
        var fields = ProviderCatalog
            .Load(directory: null, withSandbox: true)
            .All.SelectMany(provider => provider.Methods)
            .SelectMany(method => method.Fields)
            .Append(Key with { Kind = FieldKind.MultilineSecret })
            .Append(Key with { Kind = FieldKind.Password })
            .Append(Subdomain with { Prefix = "www." })
            .ToList();
        var pieces = Pieces.Of(
            10,
            "https://",
            "www.",
            "acme",
            "ACME",
            ".workable.com",
            ".insightly.com",
            "na1",
            ".",
            "/",
            "?",
            "#",
            "@",
            ":",
            "company=",
            "1",
            "/git",
            "/-/",
            "\"",
            "“",
            "Bearer ",
            "API_KEY=",
            "'",
            ",",
            " ",
            "\u200b",
            "\n",
            "\\n",
            "{",
            "é",
            "EU",
            "Production"
        );
        Gen.Select(Gen.Int[0, fields.Count - 1], pieces)
            .Sample((index, text) => Assert.Equal(fields[index].Clean(text), fields[index].Clean(fields[index].Clean(text))), iter: 20_000);
    }
}
