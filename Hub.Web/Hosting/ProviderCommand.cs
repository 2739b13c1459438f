using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Messages;

namespace Hub.Web.Hosting;

/// <summary>
/// <c>providers check acme.yaml</c>: prints what is wrong with a provider file. With <c>--base-url</c> and a key on standard input it also
/// verifies the key as Hub does, and prints the outcome. It never prints the key.
/// </summary>
internal static class ProviderCommand
{
    public const string Usage =
        "providers check <file> [--base-url <address> [--method <kind>] [--field <key>=<value> | --field <secret>=@<file>]…], the key "
        + "on standard input";

    /// <summary>Exit code: the file is valid and, where a key was given, the key is verified.</summary>
    private const int Valid = 0;
    private const int Invalid = 1;
    private const int NotVerified = 2;

    /// <param name="arguments">What stands behind <c>providers check</c>.</param>
    public static async Task<int> CheckAsync(string[] arguments, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        if (Arguments.Parse(arguments) is not { } asked)
        {
            await output.WriteLineAsync($"Usage: {Usage}");
            return Invalid;
        }

        if (!File.Exists(asked.File))
        {
            await output.WriteLineAsync($"There is no file {asked.File}.");
            return Invalid;
        }

        var (provider, errors) = await ProviderChecker.ReadAsync(asked.File, cancellationToken);
        if (provider is null)
        {
            foreach (var error in errors)
            {
                await output.WriteLineAsync(error);
            }

            return Invalid;
        }

        await output.WriteLineAsync($"{asked.File} describes {provider.Name} and has no fault.");
        foreach (var (method, sunset) in provider.Methods.SelectMany(method => method.Sunset, (method, sunset) => (method, sunset)))
        {
            await output.WriteLineAsync($"{sunset.Date:yyyy-MM-dd}, {method.Label}: {sunset.What} {sunset.Replacement}");
        }

        return asked.BaseUrl is null ? Valid : await TryAsync(asked, provider, asked.BaseUrl, input, output, cancellationToken);
    }

    private static async Task<int> TryAsync(
        Arguments asked,
        Provider provider,
        Uri baseUrl,
        TextReader input,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        if (
            provider
                .Methods.OrderBy(method => method is AuthMethod.AuthorizationCode)
                .FirstOrDefault(method => asked.Method is null || method.Kind.ToName() == asked.Method)
            is not { } method
        )
        {
            await output.WriteLineAsync(
                $"There is no method {asked.Method}. There are: {string.Join(", ", provider.Methods.Select(one => one.Kind.ToName()))}"
            );
            return Invalid;
        }

        if (method is AuthMethod.AuthorizationCode)
        {
            await output.WriteLineAsync(
                $"{method.Label} can only be tried in Hub itself: it needs a browser, and a client that is registered at {provider.Name}."
            );
            return Invalid;
        }

        if (await ReadFieldsAsync(asked, method, input, output, cancellationToken) is not { } fields)
        {
            return Invalid;
        }

        var values = method.Clean(new CredentialValues(fields));
        var errors = new CredentialValidator(method).FindErrors(values);
        if (errors.Count > 0)
        {
            await using var services = new ServiceCollection().AddLogging().AddMessages().BuildServiceProvider();
            var validation = services.GetRequiredService<ValidationMessages>();
            foreach (var (key, error) in errors)
            {
                await output.WriteLineAsync($"{key}: {validation.Of(error)}");
            }

            return Invalid;
        }

        var outcome = (await ProviderChecker.VerifyAsync(provider, method, baseUrl, values, cancellationToken)).Outcome;
        await output.WriteLineAsync(Describe(outcome));
        return outcome is VerificationOutcome.Verified or VerificationOutcome.VerifiedLimited ? Valid : NotVerified;
    }

    /// <returns>Null where an argument is wrong; it was said then.</returns>
    private static async Task<Dictionary<string, Secret>?> ReadFieldsAsync(
        Arguments asked,
        AuthMethod method,
        TextReader input,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var fields = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var (key, value) in asked.Fields)
        {
            if (method.Find(key) is not { } field || (field.IsSecret && !value.StartsWith('@')))
            {
                await output.WriteLineAsync(
                    $"--field {key}: the method has no such field, or it is secret and belongs on standard input or in a file (--field "
                        + $"{key}=@file)."
                );
                return null;
            }

            if (field.IsSecret && !File.Exists(value[1..]))
            {
                await output.WriteLineAsync($"--field {key}: there is no file {value[1..]}.");
                return null;
            }

            fields[key] = new Secret(field.IsSecret ? await File.ReadAllTextAsync(value[1..], cancellationToken) : value);
        }

        // One line each, in the order of the form; arguments would end up in the shell's history.
        foreach (var secret in method.Fields.Where(field => field.IsSecret && !fields.ContainsKey(field.Key)))
        {
            fields[secret.Key] = new Secret(await input.ReadLineAsync(cancellationToken) ?? "");
        }

        return fields;
    }

    /// <summary>The console speaks English.</summary>
    internal static string Describe(VerificationOutcome outcome) =>
        outcome switch
        {
            VerificationOutcome.Verified(var identity) => $"Verified. {Describe(identity)}",
            VerificationOutcome.VerifiedLimited(var identity, var rule) =>
                $"Verified, with a right missing. {rule.Help} {Describe(identity)}",
            VerificationOutcome.InvalidCredentials(var field, var help, _) => $"Rejected as a bad key. Field: {field}. {help}",
            VerificationOutcome.WrongKeyKind(var field, var hint) => $"Another kind of key; nothing was sent. Field: {field}. {hint}",
            VerificationOutcome.WrongAddress(var field, var help) => $"Wrong address. Field: {field}. {help}",
            VerificationOutcome.RateLimited(var wait) =>
                $"Not verified: the provider throttles{(wait is { } time ? $", for {time.TotalSeconds:0} seconds" : "")}.",
            VerificationOutcome.ProviderUnavailable(var cause) => $"Not verified: the provider could not answer ({cause}).",
            VerificationOutcome.UnexpectedAnswer(var reason) => $"Not verified: an answer that no rule explains ({reason}).",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string Describe(ProviderIdentity identity) =>
        $"Name: {identity.Name ?? "–"}; e-mail: {identity.Email ?? "–"}; organization: {identity.Organization ?? "–"}; "
        + $"external id: {identity.ExternalId ?? "–"}.";

    private sealed record Arguments(string File, Uri? BaseUrl, string? Method, IReadOnlyDictionary<string, string> Fields)
    {
        /// <returns>Null where they make no sense.</returns>
        public static Arguments? Parse(string[] words)
        {
            if (words is not [var file, .. var options] || file.StartsWith('-') || options.Length % 2 != 0)
            {
                return null;
            }

            Uri? baseUrl = null;
            string? method = null;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var option in options.Chunk(2))
            {
                switch (option)
                {
                    case ["--base-url", var address]
                        when Uri.TryCreate(address, UriKind.Absolute, out var uri)
                            && uri.Scheme is "http" or "https"
                            && uri.PathAndQuery == "/":
                        baseUrl = uri;
                        break;
                    case ["--method", var kind]:
                        method = kind;
                        break;
                    case ["--field", var pair] when pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at:
                        fields[pair[..at]] = pair[(at + 1)..];
                        break;
                    default:
                        return null;
                }
            }

            return new Arguments(file, baseUrl, method, fields);
        }
    }
}
