using System.Text.Json;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;

namespace Hub.Tests.Verification;

public sealed class IdentityReaderTests
{
    private const string Key = "Sk-0123456789abcdef";

    [Theory]
    [InlineData("Jane", "Jane")]
    [InlineData("  Jane \t Doe\r\n", "Jane Doe")]
    [InlineData("Ja\u0000ne\u001b[31m", "Jane[31m")]
    [InlineData("\u202egnp.exe\u202c", "gnp.exe")]
    [InlineData("\u2066Jane\u2069\u200b\ufeff", "Jane")]
    [InlineData("Jane\u2028Doe", "Jane Doe")]
    [InlineData("\ue000Jane", "Jane")]
    [InlineData("Zoë 山田 🦊", "Zoë 山田 🦊")]
    [InlineData("", null)]
    [InlineData(" \u200b ", null)]
    [InlineData("Sk-0123456789abcdef", null)]
    [InlineData("key sk-0123456789ABCDEF of Jane", null)]
    [InlineData("Sk-0123\u200b456789abcdef", null)]
    [InlineData("Sk-0123456789abc\u200ddef\ufe0f", null)]
    [InlineData("👩\u200d💻", "👩\u200d💻")]
    public void what_the_provider_says_is_made_fit_to_be_shown(string told, string? shown) =>
        Assert.Equal(shown, Read("{name}", new { name = told }).Name);

    [Fact]
    public void a_long_text_is_cut_to_two_hundred_characters()
    {
        Assert.Equal(new string('x', 200), Read("{name}", new { name = new string('x', 200) }).Name);
        Assert.Equal(new string('x', 199) + "…", Read("{name}", new { name = new string('x', 201) }).Name);
    }

    [Fact]
    public void a_long_text_is_not_cut_through_a_character() =>
        Assert.Equal(new string('x', 198) + "…", Read("{name}", new { name = new string('x', 198) + "🦊🦊" }).Name);

    [Fact]
    public void an_echo_of_the_key_is_found_even_where_the_text_is_cut() =>
        Assert.Null(Read("{name}", new { name = new string('x', 190) + Key }).Name);

    [Fact]
    public void a_name_is_made_of_the_parts_that_were_told()
    {
        Assert.Equal("Jane", Read("{first} {last}", new { first = "Jane" }).Name);
        Assert.Null(Read("Account {id}", new { other = 1 }).Name);
        Assert.Equal("Account 7", Read("Account {id}", new { id = 7 }).Name);
    }

    [Fact]
    public void an_id_is_told_whole_or_not_at_all()
    {
        Assert.Equal("7:1", ExternalId("""{"company":7,"user":1}"""));
        Assert.Null(ExternalId("""{"company":7}"""));
        Assert.Null(ExternalId("""{"company":7,"user":null}"""));
        Assert.Null(ExternalId("{}"));
    }

    [Fact]
    public void an_object_is_no_text() => Assert.Null(Read("{name}", new { name = new { first = "Jane" } }).Name);

    private static string? ExternalId(string json)
    {
        using var document = JsonDocument.Parse(json);
        return IdentityReader
            .Read(MethodWith(new IdentityPaths { ExternalId = "{company}:{user}" }), document.RootElement, Some.Values(("api_key", Key)))
            .ExternalId;
    }

    private static ProviderIdentity Read(string template, object answer)
    {
        using var document = JsonSerializer.SerializeToDocument(answer);
        return IdentityReader.Read(MethodWith(new IdentityPaths { Name = template }), document.RootElement, Some.Values(("api_key", Key)));
    }

    private static AuthMethod MethodWith(IdentityPaths identity) =>
        ProviderCatalog.Load(directory: null, withSandbox: true).Find("sandbox-ats")!.Methods[0] with
        {
            Identity = identity,
        };
}
