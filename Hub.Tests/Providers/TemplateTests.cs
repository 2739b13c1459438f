using Hub.Core.Providers;

namespace Hub.Tests.Providers;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("{a}", "1")]
    [InlineData("{a} {b}", "1 2")]
    [InlineData("Token token={a}", "Token token=1")]
    [InlineData("{missing}x", "x")]
    [InlineData("{data.users[0].id}", "3")]
    [InlineData("{$}", "4")]
    [InlineData("{ a }", "{ a }")]
    [InlineData("{}", "{}")]
    [InlineData("{{a}}", "{1}")]
    [InlineData("no placeholder", "no placeholder")]
    public void placeholders_are_filled_and_everything_else_is_left(string template, string expected)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["a"] = "1",
            ["b"] = "2",
            ["data.users[0].id"] = "3",
            ["$"] = "4",
        };
        Assert.Equal(expected, Template.Fill(template, values.GetValueOrDefault));
    }

    [Fact]
    public void a_value_that_looks_like_a_placeholder_is_not_filled_again() =>
        Assert.Equal("{b}", Template.Fill("{a}", key => key == "a" ? "{b}" : "secret"));

    [Fact]
    public void the_placeholders_are_listed() => Assert.Equal(["first", "last"], Template.PlaceholdersOf("{first} {last} { none }"));
}
