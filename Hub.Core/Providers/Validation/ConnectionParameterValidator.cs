using System.Text.RegularExpressions;
using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for connection parameters. An answer must not be able to direct Hub's requests to another domain.</summary>
internal sealed partial class ConnectionParameterValidator : AbstractValidator<ConnectionParameter>
{
    public ConnectionParameterValidator(AuthMethod.AuthorizationCode method)
    {
        RuleFor(parameter => parameter)
            .Must(parameter =>
                !method.Addresses.SelectMany(Template.PlaceholdersOf).Contains(parameter.Key, StringComparer.Ordinal)
                || (parameter.Required && method.Addresses.All(address => FixesDomain(address, parameter)))
            )
            .WithMessage(
                "is part of an address, so it must be required and its pattern must fix the domain: only letters, digits, dashes and dots, "
                    + "and after them a fixed domain such as \\.example\\.com"
            );
        RuleFor(parameter => parameter.Key).Matches(Syntax.KeyPattern()).WithMessage(Syntax.NotAKey).MaximumLength(64);
        RuleFor(parameter => parameter.Path).NotEmpty();
        RuleFor(parameter => parameter.Path)
            .Matches(Syntax.JsonPathPattern())
            .WithMessage(Syntax.NotAPath)
            .When(parameter => parameter.From == ParameterSource.Answer);
        RuleFor(parameter => parameter.Pattern!)
            .Must(Syntax.IsExtraction)
            .WithMessage(Syntax.NotAnExtraction)
            .When(parameter => parameter.Pattern is not null);
    }

    /// <summary>
    /// The answer chooses the value, and Hub would send the token there. So the group may match only the characters of a host, without
    /// alternatives as a whole, and the domain is fixed: behind the placeholder, or at the group's end.
    /// </summary>
    private static bool FixesDomain(string address, ConnectionParameter parameter)
    {
        var at = address.IndexOf($"{{{parameter.Key}}}", StringComparison.Ordinal);
        if (at < 0)
        {
            return true;
        }

        return parameter.Pattern is { } pattern
            && ValueGroup().Match(pattern) is { Success: true } group
            && HostCharacters().IsMatch(group.Groups["body"].Value)
            && (
                FixedDomainBehind().IsMatch(address[(at + parameter.Key.Length + 2)..])
                || FixedDomainAtEnd().IsMatch(group.Groups["body"].Value)
            );
    }

    // Groups inside it are one level deep.
    [GeneratedRegex(@"\(\?<value>(?<body>(?:[^()|\\]|\\.|\(\?:[^()]*\))+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValueGroup();

    [GeneratedRegex(
        @"^(?:[A-Za-z0-9-]|\\\.|\[[A-Za-z0-9.-]+\]|[+*?]|\{[0-9,]+\}|\(\?:|\||\))+$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex HostCharacters();

    [GeneratedRegex(@"^(?:\.[a-z0-9-]+){2,}(?:/|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FixedDomainBehind();

    [GeneratedRegex(
        @"(?:(?:^|\\\.)(?:[a-z0-9-]+|\(\?:[a-z0-9-]+(?:\\\.[a-z0-9-]+)*(?:\|[a-z0-9-]+(?:\\\.[a-z0-9-]+)*)*\))){2,}$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex FixedDomainAtEnd();
}
