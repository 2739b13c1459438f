using System.Text.Json;
using Hub.Tests.Support;

namespace Hub.Tests.Providers;

/// <summary>docs/provider-reference.md is the JSON Schema, told in tables.</summary>
public sealed class ProviderReferenceTests
{
    [Fact]
    public async Task the_committed_reference_is_what_the_schema_says()
    {
        await using var stream = typeof(ProviderReferenceTests).Assembly.GetManifestResourceStream("provider.schema.json")!;
        using var schema = await JsonDocument.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        await GoldenFile.MatchAsync("docs/provider-reference.md", Page(schema.RootElement));
    }

    private static string Page(JsonElement schema)
    {
        var definitions = schema.GetProperty("definitions");
        const string Head = """
            # Reference of provider files

            The tests write this page from [`provider.schema.json`](../Hub.Core/Providers/catalog/provider.schema.json).
            [How to add a provider](providers.md) has a worked example. Text in braces is a placeholder.

            """;
        return string.Concat([
            Head.ReplaceLineEndings("\n"),
            Section("The file", schema, definitions),
            .. definitions.EnumerateObject().Select(one => Section(one.Name, one.Value, definitions)),
        ]);
    }

    private static string Section(string title, JsonElement definition, JsonElement definitions)
    {
        var required = definition.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToList()
            : [];
        var rows = definition
            .GetProperty("properties")
            .EnumerateObject()
            .Select(property =>
            {
                var meaning =
                    TextOf(property.Value, "description") ?? TextOf(definitions.GetProperty(Referred(property.Value)!), "description")!;
                var isRequired = required.Contains(property.Name) ? "yes" : "";
                return $"| `{property.Name}` | {Values(property.Value)} | {isRequired} | {Escaped(meaning)} |\n";
            });
        var description = Escaped(TextOf(definition, "description")!);
        return $"\n## {title}\n\n{description}\n\n| property | values | required | meaning |\n|---|---|---|---|\n{string.Concat(rows)}";
    }

    private static string Values(JsonElement schema)
    {
        if (Referred(schema) is { } name)
        {
            return $"[{name}](#{name.ToLowerInvariant()})";
        }

        if (schema.TryGetProperty("anyOf", out var forms))
        {
            return string.Join(" or ", forms.EnumerateArray().Select(Values));
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return string.Join(", ", values.EnumerateArray().Select(value => $"`{value}`"));
        }

        return TextOf(schema, "type") switch
        {
            "string" when TextOf(schema, "format") == "date" => "date (YYYY-MM-DD)",
            "array" => $"list of {Values(schema.GetProperty("items"))}",
            "object" => "text by name",
            "integer" => "whole number" + Limits(schema, "minimum", "maximum", ""),
            "boolean" => "`true` or `false`",
            _ => "text"
                + Limits(schema, "minLength", "maxLength", " characters")
                + (TextOf(schema, "pattern") is { } pattern ? $", `{pattern.Replace("|", @"\|", StringComparison.Ordinal)}`" : ""),
        };
    }

    /// <summary>That a text may not be empty goes without saying.</summary>
    private static string Limits(JsonElement schema, string least, string most, string unit) =>
        (TextOf(schema, least), TextOf(schema, most)) switch
        {
            (null or "1", { } to) when unit.Length > 0 => $", at most {to}{unit}",
            ({ } from, { } to) => $", {from} to {to}",
            ({ } from, null) when unit.Length == 0 => $", at least {from}",
            _ => "",
        };

    private static string? Referred(JsonElement schema) => TextOf(schema, "$ref")?["#/definitions/".Length..];

    private static string? TextOf(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static string Escaped(string text) =>
        text.Replace("|", @"\|", StringComparison.Ordinal).Replace("<", @"\<", StringComparison.Ordinal);
}
