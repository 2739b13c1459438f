using Microsoft.Extensions.Options;

namespace Hub.Core.Providers;

/// <summary>Configuration section <c>Hub:Providers</c>.</summary>
public sealed class ProvidersOptions
{
    public const string Section = "Hub:Providers";

    /// <summary>A folder of YAML files that add to the catalog or replace entries of it by slug.</summary>
    public string? Directory { get; set; }

    public IDictionary<string, ProviderOverride> Overrides { get; } =
        new Dictionary<string, ProviderOverride>(StringComparer.OrdinalIgnoreCase);

    internal sealed class Validator : IValidateOptions<ProvidersOptions>
    {
        public ValidateOptionsResult Validate(string? name, ProvidersOptions options)
        {
            var errors = options
                .Overrides.Where(pair => !IsHttpAddress(pair.Value.BaseUrl))
                .Select(pair =>
                    $"{Section}:Overrides:{pair.Key}:BaseUrl must be an http or https address, e.g. https://api.sandbox.example.com."
                )
                .ToList();
            if (options.Directory is not null && !System.IO.Directory.Exists(options.Directory))
            {
                errors.Add($"{Section}:Directory names a folder that does not exist: {options.Directory}");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }

        private static bool IsHttpAddress(string? text) =>
            Uri.TryCreate(text is null ? null : Template.Fill(text, _ => "x"), UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
    }
}

public sealed class ProviderOverride
{
    public string? BaseUrl { get; set; }
}
