using System.Globalization;
using System.Text.RegularExpressions;
using Hub.Core.Providers.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.Converters;
using YamlDotNet.Serialization.NamingConventions;

namespace Hub.Core.Providers;

/// <summary>Reads one provider file. Errors name file and line.</summary>
internal static partial class ProviderFile
{
    private static readonly Lazy<ProviderValidator> Validator = new();

    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnforceRequiredMembers()
        .WithDuplicateKeyChecking()
        .WithTypeConverter(new AuthMethodConverter())
        .WithTypeConverter(new GuideStepConverter())
        .WithTypeConverter(new DateOnlyConverter(CultureInfo.InvariantCulture, doubleQuotes: false, "yyyy-MM-dd"))
        // YamlDotNet builds lists only for the interfaces it knows.
        .WithTypeMapping<IReadOnlyList<string>, List<string>>()
        .WithTypeMapping<IReadOnlyList<Source>, List<Source>>()
        .WithTypeMapping<IReadOnlyList<Fact>, List<Fact>>()
        .WithTypeMapping<IReadOnlyList<GuideStep>, List<GuideStep>>()
        .WithTypeMapping<IReadOnlyList<IReadOnlyDictionary<string, string>>, List<IReadOnlyDictionary<string, string>>>()
        .WithTypeMapping<IReadOnlyList<AuthMethod>, List<AuthMethod>>()
        .WithTypeMapping<IReadOnlyList<DerivedValue>, List<DerivedValue>>()
        .WithTypeMapping<IReadOnlyList<ProviderField>, List<ProviderField>>()
        .WithTypeMapping<IReadOnlyList<ChoiceOption>, List<ChoiceOption>>()
        .WithTypeMapping<IReadOnlyList<KeyFamily>, List<KeyFamily>>()
        .WithTypeMapping<IReadOnlyList<Evidence>, List<Evidence>>()
        .WithTypeMapping<IReadOnlyList<FailureRule>, List<FailureRule>>()
        .WithTypeMapping<IReadOnlyList<Scope>, List<Scope>>()
        .WithTypeMapping<IReadOnlyList<Sunset>, List<Sunset>>()
        .WithTypeMapping<IReadOnlyList<ConnectionParameter>, List<ConnectionParameter>>()
        .WithTypeMapping<IReadOnlyList<ExpiryRule>, List<ExpiryRule>>()
        .WithTypeMapping<IReadOnlyList<ClientErrorRule>, List<ClientErrorRule>>()
        .WithTypeMapping<IReadOnlyDictionary<string, string>, Dictionary<string, string>>()
        .Build();

    /// <returns>The provider, or null with one message for each error.</returns>
    public static (Provider? Provider, IReadOnlyList<string> Errors) Read(string fileName, string yaml)
    {
        try
        {
            if (Deserializer.Deserialize<Provider?>(yaml) is not { } provider)
            {
                return (null, [$"{fileName}:1: the file is empty"]);
            }

            // YAML reads "methods:" with nothing behind it as null, which nothing in the model may be.
            var root = RootOf(yaml);
            var empty = root.AllNodes.OfType<YamlScalarNode>().Where(IsNull).ToList();
            if (empty.Count > 0)
            {
                return (null, [.. empty.Select(node => $"{fileName}:{node.Start.Line}: a value is missing")]);
            }

            var result = Validator.Value.Validate(provider);
            return result.IsValid
                ? (provider, [])
                : (
                    null,
                    [
                        .. result.Errors.Select(error =>
                            $"{fileName}:{LineOf(root, error.PropertyName)}: {error.PropertyName}: {error.ErrorMessage}"
                        ),
                    ]
                );
        }
        catch (YamlException e)
        {
            return (null, [$"{fileName}:{LineOf(yaml, e)}: {(e.InnerException ?? e).Message}"]);
        }
    }

    /// <summary>
    /// The line of the node at a property path such as <c>Methods[0].Fields[1].Key</c>, or of its nearest parent.
    /// </summary>
    private static long LineOf(YamlNode root, string propertyPath)
    {
        var node = root;
        var line = node.Start.Line;
        foreach (Match part in PathPart().Matches(propertyPath))
        {
            var next = node switch
            {
                YamlMappingNode mapping when part.Groups["name"].Success => mapping.Children.FirstOrDefault(child =>
                    string.Equals(child.Key.ToString(), part.Value, StringComparison.OrdinalIgnoreCase)
                ),
                YamlSequenceNode sequence
                    when int.TryParse(part.Groups["index"].ValueSpan, CultureInfo.InvariantCulture, out var index)
                        && index < sequence.Children.Count => KeyValuePair.Create(sequence.Children[index], sequence.Children[index]),
                _ => default,
            };
            if (next.Value is null)
            {
                break;
            }

            line = next.Key.Start.Line;
            node = next.Value;
        }

        return line;
    }

    /// <summary>
    /// For a missing key YamlDotNet points behind the last key of the mapping that lacks it; people look for it where the mapping starts.
    /// </summary>
    private static long LineOf(string yaml, YamlException e) =>
        e.InnerException is AuthMethodEntryException entry
            ? LineOf(RootOf(yaml).AllNodes.First(node => node is YamlMappingNode && node.Start.Equals(e.Start)), entry.Key)
        : e.Message.StartsWith("Missing properties", StringComparison.Ordinal)
            ? RootOf(yaml)
                .AllNodes.OfType<YamlMappingNode>()
                .FirstOrDefault(mapping => mapping.Children.Keys.Any(key => key.End.Equals(e.Start)))
                ?.Start.Line
                ?? e.Start.Line
        : e.Start.Line;

    private sealed class AuthMethodConverter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(AuthMethod);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            var (start, end) = (parser.Current!.Start, parser.Current.End);
            try
            {
                return ((AuthMethodEntry)rootDeserializer(typeof(AuthMethodEntry))!).ToMethod();
            }
            catch (AuthMethodEntryException e)
            {
                throw new YamlException(start, end, e.Message, e);
            }
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();
    }

    /// <summary>A step is a text, or an object with a warning.</summary>
    private sealed class GuideStepConverter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(GuideStep);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            if (parser.TryConsume<Scalar>(out var text))
            {
                return new GuideStep { Text = text.Value };
            }

            var entry = (GuideStepEntry)rootDeserializer(typeof(GuideStepEntry))!;
            return new GuideStep { Text = entry.Text, Warning = entry.Warning };
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();
    }

    private sealed record GuideStepEntry
    {
        public required string Text { get; init; }
        public string? Warning { get; init; }
    }

    private static YamlNode RootOf(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents[0].RootNode;
    }

    private static bool IsNull(YamlScalarNode node) =>
        node.Style == ScalarStyle.Plain && node.Value is null or "" or "~" or "null" or "Null" or "NULL";

    [GeneratedRegex(@"(?<name>[A-Za-z-]+)|\[(?<index>\d+)\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathPart();
}
