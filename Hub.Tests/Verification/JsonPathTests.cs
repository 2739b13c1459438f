using System.Text.Json;
using Hub.Core.Verification;

namespace Hub.Tests.Verification;

public sealed class JsonPathTests
{
    private const string Answer = """
        {"id":"7","count":3,"ok":true,"none":null,"data":{"users":[{"id":1},{"id":2,"tags":["a",["b"]]}]},"odd-name_1":"x","broken":"\ud800"}
        """;

    [Theory]
    [InlineData("id", "7")]
    [InlineData("count", "3")]
    [InlineData("ok", "true")]
    [InlineData("data.users[1].id", "2")]
    [InlineData("data.users[1].tags[0]", "a")]
    [InlineData("data.users[1].tags[1][0]", "b")]
    [InlineData("odd-name_1", "x")]
    [InlineData("none", null)]
    [InlineData("missing", null)]
    [InlineData("ID", null)]
    [InlineData("id.length", null)]
    [InlineData("data", null)]
    [InlineData("data.users", null)]
    [InlineData("data.users[2].id", null)]
    [InlineData("data[0]", null)]
    [InlineData("broken", null)]
    [InlineData("$", null)]
    public void a_path_leads_to_a_text_or_to_nothing(string path, string? expected)
    {
        using var document = JsonDocument.Parse(Answer);
        Assert.Equal(expected, JsonPath.Text(document.RootElement, path));
    }

    [Fact]
    public void the_dollar_is_the_whole_answer()
    {
        using var document = JsonDocument.Parse("[1]");
        Assert.Equal(JsonValueKind.Array, JsonPath.Find(document.RootElement, "$")?.ValueKind);
    }

    [Fact]
    public void null_is_found_and_absence_is_not()
    {
        using var document = JsonDocument.Parse(Answer);
        Assert.Equal(JsonValueKind.Null, JsonPath.Find(document.RootElement, "none")?.ValueKind);
        Assert.Null(JsonPath.Find(document.RootElement, "missing"));
    }
}
