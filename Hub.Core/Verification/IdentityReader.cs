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

    public static ProviderIdentity Read(AuthMethod method, JsonElement root, CredentialValues values)
    {
        var secrets = method.Fields.Where(field => field.Kind == FieldKind.Secret).Select(field => values.Reveal(field.Key)).ToList();
        return new ProviderIdentity(
            Fill(method.Identity.Name, root, secrets),
            Fill(method.Identity.Email, root, secrets),
            Fill(method.Identity.Organization, root, secrets),
            // Half an id would make different accounts the same one.
            Template.PlaceholdersOf(method.Identity.ExternalId ?? "").All(path => JsonPath.Text(root, path) is not null)
                ? Fill(method.Identity.ExternalId, root, secrets)
                : null);
    }

    /// <returns>The filled template, or null when the answer has nothing for it or echoes a secret.</returns>
    private static string? Fill(string? template, JsonElement root, List<string> secrets)
    {
        if (template is null || !Template.PlaceholdersOf(template).Any(path => !string.IsNullOrWhiteSpace(JsonPath.Text(root, path))))
        {
            return null;
        }

        // Echoes are looked for before the text is cut: part of a key is still the key's.
        var text = Clean(Template.Fill(template, path => JsonPath.Text(root, path)));
        return text.Length == 0 || secrets.Exists(secret => secret.Length > 0 && text.Contains(secret, StringComparison.OrdinalIgnoreCase))
            ? null
            : Cap(text);
    }

    /// <summary>Without control, format (right-to-left overrides) and private characters; white space folded.</summary>
    private static string Clean(string text)
    {
        var visible = string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate))
            .Select(rune => rune.ToString()));
        return string.Join(' ', visible.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Cap(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        // Not through the middle of a surrogate pair.
        var end = char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
