using System.Text;
using System.Text.RegularExpressions;
using Hub.Core.Credentials;
using Hub.Core.Inputs;
using Hub.Core.Providers;

namespace Hub.Core.Accounts;

/// <summary>Validates the values of one auth method by the rules of the catalog. Expects cleaned values.</summary>
public sealed partial class CredentialValidator(AuthMethod method)
{
    /// <summary>The largest secret, in bytes of UTF-8.</summary>
    public const int MaxSecretBytes = 16 * 1024;

    private const int MaxLength = 4096;

    /// <returns>The error of each invalid field, by its key, in the order of the form.</returns>
    public IReadOnlyDictionary<string, ValidationError> FindErrors(CredentialValues values)
    {
        var errors = new Dictionary<string, ValidationError>(StringComparer.Ordinal);
        foreach (var field in method.Fields)
        {
            if (Validate(field, values.Reveal(field.Key)) is { } error)
            {
                errors.Add(field.Key, error);
            }
        }

        return errors;
    }

    private ValidationError? Validate(ProviderField field, string value)
    {
        if (value.Length == 0)
        {
            return field.MayStayEmpty ? null : new ValidationError.FieldRequired(field.Label);
        }

        if (field.IsSecret ? Encoding.UTF8.GetByteCount(value) > MaxSecretBytes : value.Length > MaxLength)
        {
            return new ValidationError.FieldTooLong(field.Label);
        }

        return ValidateKind(field, value)
            ?? ValidatePlacement(field, value)
            ?? (field.Pattern is { } pattern && !field.IsLikePattern(value) ? new ValidationError.PatternMismatch(pattern.Message) : null);
    }

    private static ValidationError? ValidateKind(ProviderField field, string value) =>
        field.Kind switch
        {
            FieldKind.Secret => ValidateKey(field, value),
            // RFC 7617 allows no control characters; all else may be part of it.
            FieldKind.Password => FindControlCharacter(value),
            FieldKind.MultilineSecret => FindInvisible(value.Replace('\n', ' ').Replace('\t', ' ')),
            FieldKind.Text => FindInvisible(value),
            FieldKind.Email => Email().IsMatch(value)
                ? null
                : (ValidationError?)FindInvisibleExceptControl(value) ?? new ValidationError.NotAnEmailAddress(),
            FieldKind.Subdomain => HostLabel().IsMatch(value)
                ? null
                : (ValidationError?)FindInvisibleExceptControl(value) ?? new ValidationError.NotASubdomain(field.Suffix),
            FieldKind.Host => ValidateHost(field, value),
            FieldKind.Choice => field.Option(value) is null
                ? new ValidationError.NotAnOption([.. field.Options.Select(option => option.Label)])
                : null,
        };

    /// <summary>A key is visible ASCII: it travels in headers.</summary>
    private static ValidationError? ValidateKey(ProviderField field, string value)
    {
        if (!field.IsLikePattern(value) && PastedKey.FindWrapper(value) is { } wrapper)
        {
            return new ValidationError.WrappedKey(wrapper);
        }

        var position = 1;
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is < 0x21 or > 0x7e)
            {
                return rune.Value is ' ' or 0x3000 || VisibleText.FindInvisible(rune.ToString()) is not null
                    ? new ValidationError.ContainsInvisible(new InvisibleCharacter(rune.Value, position))
                    : new ValidationError.NotVisibleAscii(position);
            }

            position++;
        }

        return null;
    }

    private static ValidationError.ContainsInvisible? FindInvisible(string value) =>
        VisibleText.FindInvisible(value) is { } invisible ? new(invisible) : null;

    /// <summary>A line break is one of many possible mistakes, which the error of the kind covers.</summary>
    private static ValidationError.ContainsInvisible? FindInvisibleExceptControl(string value) =>
        FindInvisible(value) is { } error && !Rune.IsControl(new Rune(error.Character.CodePoint)) ? error : null;

    private static ValidationError.ContainsInvisible? FindControlCharacter(string value) =>
        value
            .EnumerateRunes()
            .Index()
            .Where(one => Rune.IsControl(one.Item))
            .Select(one => new ValidationError.ContainsInvisible(new InvisibleCharacter(one.Item.Value, one.Index + 1)))
            .FirstOrDefault();

    private static ValidationError? ValidateHost(ProviderField field, string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? value : value[..slash];
        if (
            value.Length > LinkedAccountLimits.Address
            || !HostName().IsMatch(host)
            || !Uri.TryCreate($"https://{host}", UriKind.Absolute, out _)
        )
        {
            return (ValidationError?)FindInvisible(value) ?? new ValidationError.NotAHost();
        }

        return slash < 0 ? null
            : field.BasePathBefore is null ? new ValidationError.PathNotAllowed()
            : BasePath().IsMatch(value[slash..]) && !AddressPath.LeavesBasePath(value[slash..]) ? null
            : new ValidationError.InvalidPath();
    }

    /// <summary>Whether the part of the request where the value goes can hold it.</summary>
    private ValidationError? ValidatePlacement(ProviderField field, string value)
    {
        if (method.IsBasicUsername(field) && value.Contains(':', StringComparison.Ordinal))
        {
            return new ValidationError.ContainsColon(field.Label);
        }

        if (method.IsInHeader(field) && (value.Any(letter => letter is < ' ' or > '~') || value[0] == ' ' || value[^1] == ' '))
        {
            return new ValidationError.NotHeaderText(field.Label);
        }

        return method.IsInPath(field) && AddressPath.LeavesBasePath(value) ? new ValidationError.ContainsDotSegment(field.Label) : null;
    }

    // No colon: it ends the user name of HTTP Basic.
    [GeneratedRegex(@"^[\x21-\x39\x3b-\x3f\x41-\x7e]+@[A-Za-z0-9.-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    // A host name of at least two labels, with an optional port: nothing in it can add a path or a user name.
    [GeneratedRegex(
        @"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[0-9]{1,5})?\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex HostName();

    // Segments as a web server is configured with.
    [GeneratedRegex(@"^(?:/[A-Za-z0-9._~-]+){1,8}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BasePath();

    // One label of a host name (RFC 1123): nothing in it can change which host is called.
    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostLabel();
}
