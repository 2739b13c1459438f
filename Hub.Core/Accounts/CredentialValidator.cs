using System.Text.RegularExpressions;
using FluentValidation;
using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.Accounts;

/// <summary>The rules for the values of one auth method; they come from the catalog. Expects cleaned values.</summary>
public sealed partial class CredentialValidator : AbstractValidator<CredentialValues>
{
    private const int MaxLength = 4096;

    public CredentialValidator(AuthMethod method)
    {
        foreach (var field in method.Fields)
        {
            var rule = RuleFor(values => values.Reveal(field.Key)).Cascade(CascadeMode.Stop)
                .Must(value => value.Length > 0 || field.MayStayEmpty).WithMessage($"Enter the {field.Label}.")
                .OverridePropertyName(field.Key)
                .MaximumLength(MaxLength).WithMessage($"That is longer than any {field.Label} can be.")
                .Must(value => value.Length == 0 || IsAllowed(field, value)).WithMessage(MessageFor(field));
            if (field.Pattern is { } pattern)
            {
                rule.Must(value => value.Length == 0 || Regex.IsMatch(value, pattern.Regex, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)))
                    .WithMessage(pattern.Message);
            }
        }
    }

    /// <returns>What is wrong with each faulty field, by its key; what to do about it, in words for the user.</returns>
    public IReadOnlyDictionary<string, string> FaultsOf(CredentialValues values) => Validate(values).Errors
        .GroupBy(error => error.PropertyName, StringComparer.Ordinal)
        .ToDictionary(errors => errors.Key, errors => errors.First().ErrorMessage, StringComparer.Ordinal);

    private static bool IsAllowed(ProviderField field, string value) => field.Kind switch
    {
        FieldKind.Secret => Visible().IsMatch(value),
        FieldKind.Text => !value.Any(char.IsControl),
        FieldKind.Email => Email().IsMatch(value),
        FieldKind.Subdomain => HostLabel().IsMatch(value),
        FieldKind.Host => HostName().IsMatch(value) && Uri.TryCreate($"https://{value}", UriKind.Absolute, out _),
        FieldKind.Choice => field.Option(value) is not null,
    };

    private static string MessageFor(ProviderField field) => field.Kind switch
    {
        FieldKind.Secret => "There is a space, line break or special character inside. Copy it again.",
        FieldKind.Text => "There is a line break or control character inside. Copy it again.",
        FieldKind.Email => "Enter an email address, for example jane@example.com.",
        FieldKind.Subdomain => $"Enter only your own part of the address: the first word before {field.Suffix ?? "the provider's name"}.",
        FieldKind.Host => "Enter the host of your server, for example gitlab.example.com.",
        FieldKind.Choice => $"Choose one of these: {string.Join(", ", field.Options.Select(option => option.Label))}.",
    };

    // Secrets travel in headers: visible ASCII only.
    [GeneratedRegex(@"^[\x21-\x7e]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Visible();

    // No colon: it ends the user name of HTTP Basic.
    [GeneratedRegex(@"^[\x21-\x39\x3b-\x3f\x41-\x7e]+@[A-Za-z0-9.-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    // A host name of at least two labels, perhaps with a port: nothing in it can add a path or a user name.
    [GeneratedRegex(@"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[0-9]{1,5})?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostName();

    // One label of a host name (RFC 1123): nothing in it can change which host is called.
    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostLabel();
}
