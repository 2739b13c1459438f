using CsCheck;
using Hub.Core.Inputs;

namespace Hub.Tests.Inputs;

public sealed class PastedKeyTests
{
    private const string Key = "k-1.A/b+c==";

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("'{0}'")]
    [InlineData("`{0}`")]
    [InlineData("“{0}”")]
    [InlineData("‘{0}’")]
    [InlineData("„{0}“")]
    [InlineData("«{0}»")]
    [InlineData("\"{0}\",")]
    [InlineData(" \ufeff\"{0}\";\u200b\n")]
    [InlineData("Bearer {0}")]
    [InlineData("bearer   {0}")]
    [InlineData("Bearer \"{0}\"")]
    [InlineData("\"Bearer {0}\"")]
    [InlineData("Token {0}")]
    [InlineData("API-Key {0}")]
    [InlineData("GenieKey {0}")]
    [InlineData("Klaviyo-API-Key {0}")]
    [InlineData("Token token={0}")]
    [InlineData("Authorization: Bearer {0}")]
    [InlineData("authorization:Bearer {0}")]
    [InlineData("Authorization: {0}")]
    [InlineData("\"Authorization\": \"Bearer {0}\",")]
    [InlineData("-H \"Authorization: Bearer {0}\"")]
    [InlineData("--header 'X-Api-Key: {0}'")]
    [InlineData("X-Api-Key: {0}")]
    [InlineData("X-Api-Key:{0}")]
    [InlineData("x-smarttoken: {0}")]
    [InlineData("API key: {0}")]
    [InlineData("API_KEY={0}")]
    [InlineData("ACME_API_KEY = \"{0}\"")]
    [InlineData("apiKey: '{0}',")]
    [InlineData("export A=\"{0}\"")]
    [InlineData("export ACME_TOKEN={0}")]
    [InlineData("$env:ACME = \"{0}\"")]
    [InlineData("const key = \"{0}\";")]
    [InlineData("A=\"{0}\"")]
    [InlineData("\"api_key\": \"{0}\"")]
    [InlineData("\"api_key\": \"{0}\",")]
    [InlineData("'api_key' => '{0}',")]
    [InlineData("“api_key”: “{0}”")]
    public void what_is_copied_along_with_a_key_is_taken_off(string pasted)
    {
        var text = pasted.Replace("{0}", Key, StringComparison.Ordinal);
        Assert.Equal(Key, PastedKey.Clean(text));
        Assert.Null(PastedKey.FindWrapper(PastedKey.Clean(text)));
        Assert.Equal("k", PastedKey.Clean(pasted.Replace("{0}", "k", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("c29tZSBrZXk=")]
    [InlineData("c29tZSBrZXktdG9rZW4==")]
    [InlineData("user:pass")]
    [InlineData("api:key-0123")]
    [InlineData("jane@acme.example/token:abc")]
    [InlineData("ATATT3xFfGF0_abc-def=1A2B3C4D")]
    [InlineData("0/1234567890123456:abcdef0123456789abcdef0123456789")]
    [InlineData("{\"type\":\"service_account\",\"private_key\":\"x\"}")]
    [InlineData("""{"api_key":"k"}""")]
    [InlineData("https://example.com/Key?api_key=abc")]
    [InlineData("token")]
    [InlineData("pk_test_token_key")]
    [InlineData("it's\"a\"key")]
    [InlineData("BASE32KEY=")]
    [InlineData("my-secret==")]
    [InlineData("-Habc")]
    [InlineData("bearerless")]
    public void a_key_that_looks_a_little_like_it_stays(string key)
    {
        Assert.Equal(key, PastedKey.Clean(key));
        Assert.Null(PastedKey.FindWrapper(key));
    }

    [Theory]
    [InlineData("\"key", KeyWrapper.QuotationMark)]
    [InlineData("key”", KeyWrapper.QuotationMark)]
    [InlineData("\"a\"b\"", KeyWrapper.QuotationMark)]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", KeyWrapper.Header)]
    [InlineData("Basic dXNlcjpwYXNz", KeyWrapper.Header)]
    [InlineData("curl -H \"X-Api-Key: k\" https://api.example.com", KeyWrapper.Header)]
    [InlineData("Authorization: Bearer two words", KeyWrapper.Header)]
    [InlineData("Bearer", KeyWrapper.Scheme)]
    [InlineData("Bearer two words", KeyWrapper.Scheme)]
    [InlineData("api_key:abc", KeyWrapper.Name)]
    [InlineData("ACME_PRODUCTION=abc", KeyWrapper.Name)]
    public void what_is_ambiguous_stays_and_is_found(string pasted, KeyWrapper wrapper)
    {
        Assert.Equal(pasted, PastedKey.Clean(pasted));
        Assert.Equal(wrapper, PastedKey.FindWrapper(pasted));
    }

    [Fact]
    public void a_clean_key_stays_as_it_is() =>
        Pieces
            .Of(
                14,
                "\"",
                "'",
                "”",
                "Bearer ",
                "Token ",
                "Authorization: ",
                "X-Api-Key:",
                "API_KEY=",
                "export ",
                "A=",
                "\"api_key\": ",
                "-H ",
                " ",
                "\u200b",
                ",",
                "=",
                ":",
                "k",
                "é"
            )
            .Sample(text => Assert.Equal(PastedKey.Clean(text), PastedKey.Clean(PastedKey.Clean(text))), iter: 5000);

    [Fact]
    public void a_text_without_end_is_looked_at_in_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("key=\"", 200_000));
        Assert.Equal(text, PastedKey.Clean(text));
    }
}
