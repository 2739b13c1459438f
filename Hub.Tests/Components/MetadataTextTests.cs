using Hub.Web.Components.Accounts;

namespace Hub.Tests.Components;

/// <summary>Metadata as keys and values: what nobody touched stays to the letter.</summary>
public sealed class MetadataTextTests
{
    private const string Nested = """{"plan":"pro","seats":1.50,"tags":["a",{"b":null}],"on":true,"none":null,"ü":"ü & <b>"}""";

    [Fact]
    public void texts_are_shown_as_they_are_and_other_values_as_json()
    {
        Assert.Equal(
            [
                ("plan", "pro"),
                ("seats", "1.50"),
                ("tags", "[\n  \"a\",\n  {\n    \"b\": null\n  }\n]"),
                ("on", "true"),
                ("none", "null"),
                ("ü", "ü & <b>"),
            ],
            MetadataText.Read(Nested).Select(one => (one.Key, one.Text.ReplaceLineEndings("\n")))
        );
        Assert.Equal(["tags"], MetadataText.Read(Nested).Where(one => one.IsNested).Select(one => one.Key));
        Assert.Empty(MetadataText.Read(null));
    }

    [Fact]
    public void what_nobody_touched_is_written_as_it_was()
    {
        Assert.Equal(Nested, MetadataText.Write(MetadataText.Read(Nested), out var problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void line_breaks_of_a_browser_are_no_change() =>
        Assert.Equal(
            Nested,
            MetadataText.Write([.. MetadataText.Read(Nested).Select(one => one with { Text = one.Text.ReplaceLineEndings("\r\n") })], out _)
        );

    [Fact]
    public void a_value_that_was_a_text_stays_a_text_and_others_stay_json()
    {
        var rows = MetadataText.Read("""{"text":"a","number":1,"list":[1]}""");
        Assert.Equal(
            """{"text":"{\"a\":1}","number":2,"list":{"b":2},"new":"5"}""",
            MetadataText.Write(
                [
                    rows[0] with
                    {
                        Text = """{"a":1}""",
                    },
                    rows[1] with
                    {
                        Text = "2",
                    },
                    rows[2] with
                    {
                        Text = """{ "b": 2 }""",
                    },
                    new MetadataValue("new", "5", null),
                    new MetadataValue("", "", null),
                ],
                out var problems
            )
        );
        Assert.Empty(problems);
    }

    [Fact]
    public void what_is_wrong_is_said_by_row()
    {
        var rows = MetadataText.Read("""{"a":"1","b":[1]}""");
        MetadataText.Write(
            [rows[0], rows[1] with { Text = "[1" }, new MetadataValue("a", "2", null), new MetadataValue("", "3", null)],
            out var problems
        );
        Assert.Equal(
            [(1, MetadataProblem.NotJson), (2, MetadataProblem.KeyTwice), (3, MetadataProblem.KeyMissing)],
            problems.OrderBy(one => one.Key).Select(one => (one.Key, one.Value))
        );
    }
}
