using System.Diagnostics;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Web.Languages;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>A sentence for each <see cref="ValidationError"/>: what is wrong with a field, and what to do about it.</summary>
public sealed class ValidationMessages(IStringLocalizer<ValidationMessages> texts) : MessageSet(texts)
{
    /// <summary>The sentence for an error of one field.</summary>
    public string Of(ValidationError error) =>
        error switch
        {
            ValidationError.FieldRequired(var label) => Error(nameof(ValidationError.FieldRequired), label),
            ValidationError.SecretForOtherHost(var label) => Error(nameof(ValidationError.SecretForOtherHost), label),
            ValidationError.FieldTooLong(var label) => Error(nameof(ValidationError.FieldTooLong), label),
            ValidationError.ContainsInvisible(var character) => Error(
                nameof(ValidationError.ContainsInvisible),
                Name(character.CodePoint),
                character.Position
            ),
            ValidationError.EmailContainsInvisible(var character) => Error(
                nameof(ValidationError.EmailContainsInvisible),
                Name(character.CodePoint),
                character.Position
            ),
            ValidationError.NotVisibleAscii(var position) => Error(nameof(ValidationError.NotVisibleAscii), position),
            ValidationError.WrappedKey(var wrapper) => Error($"{nameof(ValidationError.WrappedKey)}_{wrapper}"),
            ValidationError.NotASubdomain(null) => Error(nameof(ValidationError.NotASubdomain)),
            ValidationError.NotASubdomain(var suffix) => Error($"{nameof(ValidationError.NotASubdomain)}_Suffix", suffix),
            ValidationError.NotAnOption(var labels) => Error(nameof(ValidationError.NotAnOption), Language.Join(labels)),
            ValidationError.ContainsColon(var label) => Error(nameof(ValidationError.ContainsColon), label),
            ValidationError.NotHeaderText(var label) => Error(nameof(ValidationError.NotHeaderText), label),
            ValidationError.ContainsDotSegment(var label) => Error(nameof(ValidationError.ContainsDotSegment), label),
            ValidationError.PatternMismatch(var hint) => hint,
            ValidationError.TooLong(var max) => ErrorOf(nameof(ValidationError.TooLong), max),
            ValidationError.TooManyProviders(var max) => ErrorOf(nameof(ValidationError.TooManyProviders), max),
            ValidationError.UnknownProvider(var slug) => Error(nameof(ValidationError.UnknownProvider), slug),
            ValidationError.LifetimeOutOfRange(var min, var max) => ErrorOf(
                nameof(ValidationError.LifetimeOutOfRange),
                (int)max.TotalDays,
                min.TotalSeconds
            ),
            ValidationError.ClientNotRegistered(var provider) => Error(nameof(ValidationError.ClientNotRegistered), provider),
            ValidationError.ScopeContainsSeparator(var provider, var separator) => Error(
                nameof(ValidationError.ScopeContainsSeparator),
                provider,
                separator
            ),
            ValidationError.ScopeRequired(var scope, var reason) => Error(nameof(ValidationError.ScopeRequired), scope, reason),
            ValidationError.ScopesTooLong(var max) => ErrorOf(nameof(ValidationError.ScopesTooLong), max),
            ValidationError.NotAnEmailAddress
            or ValidationError.NotAHost
            or ValidationError.PathNotAllowed
            or ValidationError.InvalidPath
            or ValidationError.Blank
            or ValidationError.Padded
            or ValidationError.NotAJsonObject
            or ValidationError.NameRequired
            or ValidationError.OwnerIdRequired
            or ValidationError.OwnerNameRequired
            or ValidationError.UnknownAccountType
            or ValidationError.NotALanguageTag
            or ValidationError.AccessScopeRequired
            or ValidationError.UnknownAccessScope
            or ValidationError.NotInTheFuture
            or ValidationError.UnsupportedMethod
            or ValidationError.ClientIdRequired
            or ValidationError.ClientSecretRequired
            or ValidationError.ClientSecretOutdated
            or ValidationError.ClientSecretUnreadable
            or ValidationError.InvalidClientCharacter
            or ValidationError.InvalidScopeCharacter => Error(error.GetType().Name),
            _ => throw new UnreachableException(),
        };

    /// <summary>The sentence for an error of a field of the provider's form, whose label and hints the provider file may have in other
    /// languages.</summary>
    public string Of(ValidationError error, Provider provider) => Of(Translate(error, provider));

    private static ValidationError Translate(ValidationError error, Provider provider) =>
        error switch
        {
            ValidationError.FieldRequired(var label) => new ValidationError.FieldRequired(provider.Translate(label)),
            ValidationError.SecretForOtherHost(var label) => new ValidationError.SecretForOtherHost(provider.Translate(label)),
            ValidationError.FieldTooLong(var label) => new ValidationError.FieldTooLong(provider.Translate(label)),
            ValidationError.ContainsColon(var label) => new ValidationError.ContainsColon(provider.Translate(label)),
            ValidationError.NotHeaderText(var label) => new ValidationError.NotHeaderText(provider.Translate(label)),
            ValidationError.ContainsDotSegment(var label) => new ValidationError.ContainsDotSegment(provider.Translate(label)),
            ValidationError.NotAnOption(var labels) => new ValidationError.NotAnOption([
                .. labels.Select(label => provider.Translate(label)),
            ]),
            ValidationError.PatternMismatch(var hint) => new ValidationError.PatternMismatch(provider.Translate(hint)),
            _ => error,
        };

    private string Error(string name, params object?[] arguments) => Format($"{nameof(Error)}_{name}", arguments);

    /// <summary>The sentence of an error with a number in it.</summary>
    private string ErrorOf(string name, int count, params object?[] arguments) => Plural($"{nameof(Error)}_{name}", count, arguments);

    /// <summary>What a character that cannot be seen is called, with its article.</summary>
    private string Name(int codePoint) =>
        codePoint switch
        {
            ' ' => Name("Space"),
            '\t' => Name("Tab"),
            '\n' or '\r' or 0x85 or 0x2028 or 0x2029 => Name("LineBreak"),
            0xa0 or 0x202f => Name("NoBreakSpace"),
            0xad => Name("SoftHyphen"),
            0x200b => Name("ZeroWidthSpace"),
            0x200c => Name("ZeroWidthNonJoiner"),
            0x200d => Name("ZeroWidthJoiner"),
            0x2060 => Name("WordJoiner"),
            0xfeff => Name("ByteOrderMark"),
            0x061c or 0x200e or 0x200f or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) => Name("DirectionMark"),
            < 0x20 or (>= 0x7f and < 0xa0) => Name("ControlCharacter", $"U+{codePoint:X4}"),
            (>= 0x2000 and <= 0x200a) or 0x1680 or 0x205f or 0x3000 => Name("TypographicSpace"),
            _ => Name("InvisibleCharacter", $"U+{codePoint:X4}"),
        };

    private string Name(string name, params object?[] arguments) => Format($"{nameof(Name)}_{name}", arguments);
}
