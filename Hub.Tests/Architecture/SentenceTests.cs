using System.CodeDom.Compiler;
using System.Text.RegularExpressions;
using Hub.Core.Data;
using Microsoft.Extensions.Logging;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Hub.Tests.Architecture;

/// <summary>The core returns codes with arguments. Sentences that people read are in Hub.Web's resources.</summary>
public sealed partial class SentenceTests
{
    /// <summary>Start-up errors, errors of provider files, and the migration that turns stored sentences into codes.</summary>
    private static readonly string[] Exceptions =
    [
        "Hub.Core.Accounts.Health.VerificationOptions",
        "Hub.Core.Data.DatabaseOptions",
        "Hub.Core.Data.Migrations.",
        "Hub.Core.Providers.",
    ];

    [Fact]
    public void the_core_has_no_sentences()
    {
        var sentences = Literals(typeof(HubDbContext))
            .Where(literal => IsSentence(literal.Text) && !Exceptions.Any(name => literal.Type.StartsWith(name, StringComparison.Ordinal)))
            .Select(literal => $"{literal.Type}: {literal.Text}")
            .ToList();
        Assert.True(sentences.Count == 0, string.Join(Environment.NewLine, sentences));
    }

    [Theory]
    [InlineData("Hub could not read the key.", true)]
    [InlineData(" rejected the key. Link the account again", true)]
    [InlineData("Enter the ", false)]
    [InlineData("PRAGMA synchronous = NORMAL", false)]
    [InlineData("auth link", false)]
    public void a_sentence_has_three_words_and_a_full_stop(string text, bool isSentence) => Assert.Equal(isSentence, IsSentence(text));

    [Fact]
    public void sentences_are_found_and_those_of_exceptions_are_not()
    {
        var texts = Literals(typeof(Speaker)).Where(literal => literal.Type.EndsWith(nameof(Speaker), StringComparison.Ordinal)).ToList();
        Assert.Contains(texts, literal => literal.Text == Speaker.Say());
        Assert.Contains(texts, literal => literal.Text == " is not a good name. Choose another.");
        Assert.DoesNotContain(texts, literal => literal.Text.Contains("for developers", StringComparison.Ordinal));
    }

    private static bool IsSentence(string text) => ThreeWords().IsMatch(text) && SentenceEnd().IsMatch(text);

    /// <returns>The string literals in the methods of an assembly, except those of log templates and exceptions.</returns>
    private static IEnumerable<(string Type, string Text)> Literals(Type marker)
    {
        using var module = ModuleDefinition.ReadModule(marker.Assembly.Location);
        return
        [
            .. from type in module.GetTypes()
            where !IsException(type) && !type.CustomAttributes.Any(one => one.AttributeType.Name == nameof(GeneratedCodeAttribute))
            from method in type.Methods
            where method.HasBody
            from instruction in method.Body.Instructions
            where instruction.OpCode == OpCodes.Ldstr && !IsForDevelopers(instruction)
            select (type.FullName, (string)instruction.Operand),
        ];
    }

    /// <summary>
    /// Whether the text becomes an exception's message or a log template: the next object that is created is an exception, or the options
    /// that the logging generator defines each message with.
    /// </summary>
    private static bool IsForDevelopers(Instruction instruction)
    {
        for (var next = instruction.Next; next is not null && next.OpCode != OpCodes.Ret; next = next.Next)
        {
            if (next.OpCode == OpCodes.Newobj)
            {
                var created = ((MethodReference)next.Operand).DeclaringType;
                return IsException(created) || created.Name == nameof(LogDefineOptions);
            }
        }

        return false;
    }

    private static bool IsException(TypeReference? type) =>
        type is not null && (type.FullName == typeof(Exception).FullName || IsException(type.Resolve()?.BaseType));

    [GeneratedRegex(@"\p{L}+,? \p{L}+,? \p{L}+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ThreeWords();

    [GeneratedRegex(@"[\p{L}\d)”][.!?](?:\s|\z)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SentenceEnd();

    private static class Speaker
    {
        public static string Say() => "Hub says this to everybody.";

        public static string SayTo(string name) => $"{name} is not a good name. Choose another.";

        public static void Throw(string name) => throw new InvalidOperationException($"{name} is a message for developers.");
    }
}
