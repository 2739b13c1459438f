namespace Hub.Core.Providers;

/// <summary>The texts of a provider file that people read, and their translations. Examples and names are no texts.</summary>
public static class ProviderTexts
{
    /// <summary>The language that every file is written in, and the key of the original beside its translations.</summary>
    public const string Original = "en";

    /// <summary>The languages that a file may be translated into.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["de", "fr", "es", "pt-BR", "it", "nl", "pl", "ja", "ar"];

    /// <returns>Every text of the file, in its own language, each once.</returns>
    internal static IReadOnlyCollection<string> Of(Provider provider)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        Map(provider, Collect);
        return texts;

        string Collect(string text)
        {
            texts.Add(text);
            return text;
        }
    }

    /// <returns>The provider with each of its texts replaced.</returns>
    internal static Provider Map(Provider provider, Func<string, string> change) =>
        provider with
        {
            Methods = [.. provider.Methods.Select(method => Map(method, change))],
        };

    private static AuthMethod Map(AuthMethod method, Func<string, string> change)
    {
        var changed = method with
        {
            Label = change(method.Label),
            Fields = [.. method.Fields.Select(field => Map(field, change))],
            Failures = Map(method.Failures, change),
            Guide = Map(method.Guide, change),
            Identity = method.Identity with { Unknown = Map(method.Identity.Unknown, change) },
            Sunset = [.. method.Sunset.Select(one => one with { What = change(one.What), Replacement = change(one.Replacement) })],
        };
        return changed switch
        {
            AuthMethod.ClientCredentials client => client with
            {
                Token = client.Token with { Failures = Map(client.Token.Failures, change) },
            },
            AuthMethod.AuthorizationCode authorization => authorization with
            {
                Flow = authorization.Flow with
                {
                    Scopes = [.. authorization.Flow.Scopes.Select(scope => scope with { Reason = change(scope.Reason) })],
                    Registration = Map(authorization.Flow.Registration, change),
                },
            },
            _ => changed,
        };
    }

    private static ProviderField Map(ProviderField field, Func<string, string> change) =>
        field with
        {
            Label = change(field.Label),
            Help = Map(field.Help, change),
            Pattern = field.Pattern is { } pattern ? pattern with { Message = change(pattern.Message) } : null,
            WrongFamilies = [.. field.WrongFamilies.Select(family => family with { Hint = change(family.Hint) })],
            Options = [.. field.Options.Select(option => option with { Label = change(option.Label) })],
        };

    private static IReadOnlyList<FailureRule> Map(IReadOnlyList<FailureRule> rules, Func<string, string> change) =>
        [.. rules.Select(rule => rule with { Help = Map(rule.Help, change) })];

    private static Guide Map(Guide guide, Func<string, string> change) =>
        guide with
        {
            Permission = change(guide.Permission),
            Warnings = [.. guide.Warnings.Select(change)],
            Steps = [.. guide.Steps.Select(step => new GuideStep { Text = change(step.Text), Warning = Map(step.Warning, change) })],
        };

    private static string? Map(string? text, Func<string, string> change) => text is null ? null : change(text);
}
