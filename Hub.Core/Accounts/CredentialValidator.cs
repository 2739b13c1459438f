using System.Text;
using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Results;
using Hub.Core.Credentials;
using Hub.Core.Inputs;
using Hub.Core.Providers;

namespace Hub.Core.Accounts;

/// <summary>The rules for the values of one auth method; they come from the catalog. Expects cleaned values.</summary>
public sealed partial class CredentialValidator : AbstractValidator<CredentialValues>
{
    /// <summary>The largest secret, in bytes of UTF-8.</summary>
    public const int MaxSecretBytes = 16 * 1024;

    private const int MaxLength = 4096;

    public CredentialValidator(AuthMethod method)
    {
        foreach (var field in method.Fields)
        {
            RuleFor(values => values)
                .Custom(
                    (values, context) =>
                    {
                        if (FaultOf(method, field, values.Reveal(field.Key)) is { } fault)
                        {
                            context.AddFailure(new ValidationFailure(field.Key, fault));
                        }
                    }
                );
        }
    }

    /// <returns>What is wrong with each faulty field, by its key; what to do about it, in words for the user.</returns>
    public IReadOnlyDictionary<string, string> FindErrors(CredentialValues values) =>
        Validate(values)
            .Errors.GroupBy(error => error.PropertyName, StringComparer.Ordinal)
            .ToDictionary(errors => errors.Key, errors => errors.First().ErrorMessage, StringComparer.Ordinal);

    private static string? FaultOf(AuthMethod method, ProviderField field, string value)
    {
        if (value.Length == 0)
        {
            return field.MayStayEmpty ? null : $"Enter the {field.Label}.";
        }

        if (field.IsSecret ? Encoding.UTF8.GetByteCount(value) > MaxSecretBytes : value.Length > MaxLength)
        {
            return $"That is longer than any {field.Label} can be.";
        }

        return FaultOfKind(field, value)
            ?? FaultOfPlace(method, field, value)
            ?? (field.Pattern is { } pattern && !field.IsLikePattern(value) ? pattern.Message : null);
    }

    private static string? FaultOfKind(ProviderField field, string value) =>
        field.Kind switch
        {
            FieldKind.Secret => FaultOfKey(field, value),
            // RFC 7617 allows no control characters; all else may be part of it.
            FieldKind.Password => FaultOfControl(value),
            FieldKind.MultilineSecret => FaultOfInvisible(value.Replace('\n', ' ').Replace('\t', ' ')),
            FieldKind.Text => FaultOfInvisible(value),
            FieldKind.Email => FaultOfHidden(value)
                ?? (Email().IsMatch(value) ? null : "Enter an email address, for example jane@example.com."),
            FieldKind.Subdomain => HostLabel().IsMatch(value)
                ? null
                : FaultOfHidden(value)
                    ?? $"Enter only your own part of the address: the first word before {field.Suffix ?? "the provider's name"}.",
            FieldKind.Host => FaultOfHost(field, value),
            FieldKind.Choice => field.Option(value) is null
                ? $"Choose one of these: {string.Join(", ", field.Options.Select(option => option.Label))}."
                : null,
        };

    /// <summary>A key is visible ASCII: it travels in headers. No message repeats a part of it.</summary>
    private static string? FaultOfKey(ProviderField field, string value)
    {
        if (!field.IsLikePattern(value) && PastedKey.Find(value) is { } decoration)
        {
            return decoration switch
            {
                Decoration.Header => "This looks like a whole header or command. Enter only the key in it.",
                Decoration.Scheme => "Leave out the word “Bearer”: enter only the key after it.",
                Decoration.Name => "Leave out the name before the key, and the sign between them.",
                Decoration.QuotationMark => "Leave out the quotation mark before or after the key.",
            };
        }

        var position = 1;
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is < 0x21 or > 0x7e)
            {
                return VisibleText.FindInvisible(rune.ToString()) is { } invisible ? Message(invisible with { Position = position })
                    : rune.Value is ' ' or 0x3000 ? Message(new InvisibleCharacter(rune.Value, position))
                    : $"The character at position {position} is none that a key can have: only A to Z, digits and simple signs. Copy "
                        + $"it again.";
            }

            position++;
        }

        return null;
    }

    private static string? FaultOfInvisible(string value) => VisibleText.FindInvisible(value) is { } invisible ? Message(invisible) : null;

    /// <summary>Where a space or line break is one of many mistakes, which one message says.</summary>
    private static string? FaultOfHidden(string value) =>
        VisibleText.FindInvisible(value) is { } invisible && !Rune.IsControl(new Rune(invisible.CodePoint)) ? Message(invisible) : null;

    private static string? FaultOfControl(string value) =>
        value
            .EnumerateRunes()
            .Index()
            .Where(one => Rune.IsControl(one.Item))
            .Select(one => Message(new InvisibleCharacter(one.Item.Value, one.Index + 1)))
            .FirstOrDefault();

    private static string Message(InvisibleCharacter invisible) =>
        $"There is {invisible.Name} at position {invisible.Position}. Remove it, or copy the value again.";

    private static string? FaultOfHost(ProviderField field, string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? value : value[..slash];
        if (
            value.Length > LinkedAccountLimits.Address
            || !HostName().IsMatch(host)
            || !Uri.TryCreate($"https://{host}", UriKind.Absolute, out _)
        )
        {
            return FaultOfInvisible(value) ?? "Enter the host of your server, for example gitlab.example.com.";
        }

        return slash < 0 ? null
            : field.BasePathBefore is null ? "Enter the host alone: Hub cannot call this provider under a path."
            : BasePath().IsMatch(value[slash..]) && !AddressPath.LeavesBasePath(value[slash..]) ? null
            : "The path behind the host is none that a server can be installed under.";
    }

    /// <summary>What the place in the request, where the value goes, cannot hold.</summary>
    private static string? FaultOfPlace(AuthMethod method, ProviderField field, string value)
    {
        if (method.IsBasicUsername(field) && value.Contains(':', StringComparison.Ordinal))
        {
            return $"Leave out the colon: the {field.Label} cannot have one.";
        }

        if (method.IsInHeader(field) && (value.Any(letter => letter is < ' ' or > '~') || value[0] == ' ' || value[^1] == ' '))
        {
            return $"The {field.Label} can only have the letters A to Z, digits and simple signs here.";
        }

        return method.IsInPath(field) && AddressPath.LeavesBasePath(value)
            ? $"Enter the {field.Label} alone, without dots and slashes that lead elsewhere."
            : null;
    }

    // No colon: it ends the user name of HTTP Basic.
    [GeneratedRegex(@"^[\x21-\x39\x3b-\x3f\x41-\x7e]+@[A-Za-z0-9.-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    // A host name of at least two labels, perhaps with a port: nothing in it can add a path or a user name.
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
