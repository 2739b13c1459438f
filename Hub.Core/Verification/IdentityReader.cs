using System.Text.Json;
using Hub.Core.Credentials;
using Hub.Core.Inputs;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>Reads who was linked from a provider's answer, and makes it fit to be shown.</summary>
internal static class IdentityReader
{
    private const int MaxLength = 200;

    /// <param name="root">The answer; undefined for none.</param>
    /// <param name="accessToken">A secret beside those that the user filled in.</param>
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
            // Half an id would make different accounts the same one: all of it, and not capped.
            Template.PlaceholdersOf(identity.ExternalId ?? "").All(IsTold)
                ? Fill(identity.ExternalId)
                : null
        );

        string? ValueOf(string name) => name[0] == '@' ? values.Reveal(name[1..]) : JsonPath.Text(root, name);

        // Invisible characters in between make a secret no less readable.
        bool Echoes(string text) =>
            secrets.Exists(secret => VisibleText.WithoutInvisible(text).Contains(secret, StringComparison.OrdinalIgnoreCase));

        bool IsTold(string name) => !string.IsNullOrWhiteSpace(ValueOf(name));

        // Null when nothing is told, or when it echoes a secret. Echoes are looked for before the text is cut: part of a key is still the
        // key's.
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
