using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Core.Credentials;
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
        var secrets = method.Fields.Where(field => field.Kind == FieldKind.Secret).Select(field => values.Reveal(field.Key)).Append(accessToken ?? "").ToList();
        var identity = method.Identity;
        return new ProviderIdentity(
            Cap(Fill(identity.Name)),
            Cap(Fill(identity.Email)),
            Cap(Fill(identity.Organization)),
            // Half an id would make different accounts the same one: all of it, and not capped.
            Template.PlaceholdersOf(identity.ExternalId ?? "").All(IsTold) ? Fill(identity.ExternalId) : null);

        string? ValueOf(string name) => name[0] == '@' ? values.Reveal(name[1..]) : JsonPath.Text(root, name);

        bool IsTold(string name) => !string.IsNullOrWhiteSpace(ValueOf(name));

        // Null when nothing is told, or when it echoes a secret. Echoes are looked for before the text is cut: part of a key is still the key's.
        string? Fill(string? template)
        {
            if (template is null || !Template.PlaceholdersOf(template).Any(IsTold))
            {
                return null;
            }

            var text = Clean(Template.Fill(template, ValueOf));
            return text.Length == 0 || secrets.Exists(secret => secret.Length > 0 && text.Contains(secret, StringComparison.OrdinalIgnoreCase)) ? null : text;
        }
    }

    /// <summary>Without control, format (right-to-left overrides) and private characters; white space folded.</summary>
    private static string Clean(string text)
    {
        var visible = string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate))
            .Select(rune => rune.ToString()));
        return string.Join(' ', visible.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
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
