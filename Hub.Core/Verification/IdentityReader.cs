using System.Text.Json;
using Hub.Core.Credentials;
using Hub.Core.Inputs;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>Reads from a provider's answer whose account was linked, and cleans it for display.</summary>
internal static class IdentityReader
{
    private const int MaxLength = 200;

    /// <param name="method">The auth method.</param>
    /// <param name="root">The answer; undefined for none.</param>
    /// <param name="values">The credential. A text that contains one of its secrets is dropped.</param>
    /// <param name="accessToken">A secret beside those of the fields.</param>
    public static ProviderIdentity Read(AuthMethod method, JsonElement root, CredentialValues values, string? accessToken = null)
    {
        var secrets = method
            .Fields.Where(field => field.IsSecret)
            .Select(field => values.Reveal(field.Key))
            .Append(accessToken ?? "")
            .Select(VisibleText.WithoutInvisible)
            .Where(secret => secret.Length > 0)
            .ToList();
        var identity = method.Identity;
        return new ProviderIdentity(
            Cap(Fill(identity.Name)),
            Cap(Fill(identity.Email)),
            Cap(Fill(identity.Organization)),
            // Part of an id could be the same for different accounts: only whole ids, and not shortened.
            Template.PlaceholdersOf(identity.ExternalId ?? "").All(IsTold)
                ? Fill(identity.ExternalId)
                : null
        );

        string? ValueOf(string name) => name[0] == '@' ? values.Reveal(name[1..]) : JsonPath.Text(root, name);

        // Invisible characters in between make a secret no less readable.
        bool Echoes(string text) =>
            secrets.Exists(secret => VisibleText.WithoutInvisible(text).Contains(secret, StringComparison.OrdinalIgnoreCase));

        bool IsTold(string name) => !string.IsNullOrWhiteSpace(ValueOf(name));

        // Null where the answer says nothing, or contains a secret. Checked before the text is shortened: part of a secret is secret too.
        string? Fill(string? template)
        {
            if (template is null || !Template.PlaceholdersOf(template).Any(IsTold))
            {
                return null;
            }

            var text = VisibleText.CleanName(Template.Fill(template, ValueOf));
            return text.Length == 0 || Echoes(text) ? null : text;
        }
    }

    private static string? Cap(string? text)
    {
        if (text is null || text.Length <= MaxLength)
        {
            return text;
        }

        // Not through the middle of a surrogate pair.
        var end = char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
