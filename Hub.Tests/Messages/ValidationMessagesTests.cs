using System.Reflection;
using Hub.Core.Inputs;
using Hub.Tests.Support;
using Hub.Web.Messages;

namespace Hub.Tests.Messages;

/// <summary>Every validation error has a sentence, which contains its arguments.</summary>
public sealed class ValidationMessagesTests
{
    private static readonly ValidationMessages Messages = MessageSets.Get<ValidationMessages>();

    public static TheoryData<Type> Errors =>
        [.. typeof(ValidationError).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(ValidationError)))];

    [Theory]
    [MemberData(nameof(Errors))]
    public void an_error_has_a_sentence_with_its_arguments(Type type)
    {
        var error = (ValidationError)Activator.CreateInstance(type, [.. Constructor(type).GetParameters().Select(Sample)])!;
        var sentence = Messages.Of(error);
        Assert.Matches(@"^\S.*(?:\.|argument)$", sentence);
        Assert.DoesNotContain(nameof(ValidationError), sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(type.Name, sentence, StringComparison.Ordinal);
        Assert.All(Constructor(type).GetParameters(), parameter => Assert.Contains(Written(parameter), sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(KeyWrapper.Header, "whole header")]
    [InlineData(KeyWrapper.Scheme, "“Bearer”")]
    [InlineData(KeyWrapper.Name, "name before the key")]
    [InlineData(KeyWrapper.QuotationMark, "quotation mark")]
    public void each_wrapper_has_a_sentence(KeyWrapper wrapper, string part) =>
        Assert.Contains(part, Messages.Of(new ValidationError.WrappedKey(wrapper)), StringComparison.Ordinal);

    [Fact]
    public void the_wrappers_are_all_there() => Assert.Equal(4, Enum.GetValues<KeyWrapper>().Length);

    [Theory]
    [InlineData(' ', "a space")]
    [InlineData('\t', "a tab")]
    [InlineData('\n', "a line break")]
    [InlineData(0x00a0, "a no-break space")]
    [InlineData(0x00ad, "a soft hyphen")]
    [InlineData(0x200b, "a zero-width space")]
    [InlineData(0x200c, "a zero-width non-joiner")]
    [InlineData(0x200d, "a zero-width joiner")]
    [InlineData(0x2060, "a word joiner")]
    [InlineData(0xfeff, "a byte order mark")]
    [InlineData(0x202e, "a direction mark")]
    [InlineData(0x0007, "a control character (U+0007)")]
    [InlineData(0x2003, "a typographic space")]
    [InlineData(0x3164, "an invisible character (U+3164)")]
    public void an_invisible_character_has_a_name(int codePoint, string name) =>
        Assert.Equal(
            $"There is {name} at position 3. Remove it, or copy the value again.",
            Messages.Of(new ValidationError.ContainsInvisible(new InvisibleCharacter(codePoint, 3)))
        );

    [Fact]
    public void a_subdomain_without_a_suffix_has_a_sentence() =>
        Assert.EndsWith("the provider's name.", Messages.Of(new ValidationError.NotASubdomain(null)), StringComparison.Ordinal);

    private static ConstructorInfo Constructor(Type type) => type.GetConstructors().Single();

    private static object Sample(ParameterInfo parameter) =>
        parameter.ParameterType switch
        {
            var type when type == typeof(string) => "an argument",
            var type when type == typeof(int) => 7,
            var type when type == typeof(TimeSpan) && parameter.Name == "Min" => TimeSpan.FromSeconds(7),
            var type when type == typeof(TimeSpan) => TimeSpan.FromDays(7),
            var type when type == typeof(IReadOnlyList<string>) => new[] { "one", "two" },
            var type when type == typeof(InvisibleCharacter) => new InvisibleCharacter(0x200b, 7),
            var type when type == typeof(KeyWrapper) => KeyWrapper.Header,
            var type => throw new InvalidOperationException($"Add a sample of {type}."),
        };

    private static string Written(ParameterInfo parameter) =>
        parameter.ParameterType switch
        {
            var type when type == typeof(string) => "an argument",
            var type when type == typeof(IReadOnlyList<string>) => "one, two",
            var type when type == typeof(InvisibleCharacter) => "a zero-width space at position 7",
            var type when type == typeof(KeyWrapper) => "header",
            _ => "7",
        };
}
