using Hub.Web.Languages;

namespace Hub.Tests.Languages;

/// <summary>The samples of CLDR 46, https://www.unicode.org/cldr/charts/46/supplemental/language_plural_rules.html.</summary>
public sealed class PluralRuleTests
{
    [Theory]
    [InlineData("en de es it nl", "one", new[] { 1 })]
    [InlineData("en de es it nl", "other", new[] { 0, 2, 11, 16, 21, 100, 101, 1000 })]
    [InlineData("fr pt-BR", "one", new[] { 0, 1 })]
    [InlineData("fr pt-BR", "other", new[] { 2, 17, 21, 100, 101, 1000 })]
    [InlineData("ja", "other", new[] { 0, 1, 2, 15, 100, 101, 1000 })]
    [InlineData("pl", "one", new[] { 1 })]
    [InlineData("pl", "few", new[] { 2, 3, 4, 22, 23, 24, 32, 102, 103, 104, 1002 })]
    [InlineData("pl", "many", new[] { 0, 5, 6, 11, 12, 13, 14, 19, 20, 21, 25, 100, 101, 112, 113, 114, 1000 })]
    [InlineData("ar", "zero", new[] { 0 })]
    [InlineData("ar", "one", new[] { 1 })]
    [InlineData("ar", "two", new[] { 2 })]
    [InlineData("ar", "few", new[] { 3, 4, 10, 103, 110, 1003 })]
    [InlineData("ar", "many", new[] { 11, 26, 99, 111, 199, 1011 })]
    [InlineData("ar", "other", new[] { 100, 101, 102, 200, 201, 202, 300, 1000, 10000 })]
    public void a_number_has_the_category_of_its_language(string tags, string category, int[] numbers) =>
        Assert.All(
            tags.Split(' '),
            tag =>
            {
                var plurals = Language.Find(tag)!.Plurals;
                Assert.Contains(category, plurals.Categories);
                Assert.All(numbers, number => Assert.Equal(category, plurals.CategoryOf(number)));
            }
        );

    [Fact]
    public void every_category_is_of_some_number() =>
        Assert.All(
            Language.All,
            language =>
                Assert.Equal(
                    language.Plurals.Categories.Order(StringComparer.Ordinal),
                    Enumerable
                        .Range(0, 1001)
                        .Select(language.Plurals.CategoryOf)
                        .Distinct(StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal)
                )
        );
}
