using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Hub.Core.Providers;

/// <summary>All providers that can be linked here, most used first: those that come with Hub, and the operator's.</summary>
public sealed class ProviderCatalog
{
    private readonly Dictionary<string, Provider> _bySlug;
    private readonly ConcurrentDictionary<string, ProviderCatalog> _translated = new(StringComparer.Ordinal);

    private ProviderCatalog(IEnumerable<Provider> providers)
    {
        All = [.. providers.OrderBy(provider => provider.Rank).ThenBy(provider => provider.Name, StringComparer.OrdinalIgnoreCase)];
        _bySlug = All.ToDictionary(provider => provider.Slug, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<Provider> All { get; }

    public Provider? Find(string? slug) => slug is null ? null : _bySlug.GetValueOrDefault(slug);

    /// <param name="language">One of <see cref="ProviderTexts.Languages"/>; any other stands for English.</param>
    /// <returns>The same providers, those that are translated into the language with their texts in it.</returns>
    public ProviderCatalog In(string language) =>
        ProviderTexts.Languages.Contains(language, StringComparer.Ordinal)
            ? _translated.GetOrAdd(language, one => new ProviderCatalog(All.Select(provider => provider.In(one))))
            : this;

    /// <param name="directory">The operator's folder, or null.</param>
    /// <param name="withSandbox">Whether the sandbox provider is listed.</param>
    /// <exception cref="OptionsValidationException">A file is invalid; the message names file and line of every error.</exception>
    public static ProviderCatalog Load(string? directory, bool withSandbox)
    {
        var errors = new List<string>();
        var providers = ShippedCatalog.Read().ToDictionary(provider => provider.Slug, StringComparer.OrdinalIgnoreCase);
        var own = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, yaml) in FilesIn(directory))
        {
            var (provider, found) = ProviderFile.Read(name, yaml);
            errors.AddRange(found);
            if (provider is null)
            {
                continue;
            }

            if (!own.Add(provider.Slug))
            {
                errors.Add($"{name}:1: another file has the slug {provider.Slug}");
            }

            providers[provider.Slug] = provider;
        }

        return errors.Count == 0
            ? new ProviderCatalog(providers.Values.Where(provider => withSandbox || !provider.Sandbox))
            : throw new OptionsValidationException(ProvidersOptions.Section, typeof(ProvidersOptions), errors);
    }

    /// <summary>A catalog of just these, for tests.</summary>
    internal static ProviderCatalog Of(params IEnumerable<Provider> providers) => new(providers);

    private static IEnumerable<(string Name, string Yaml)> FilesIn(string? directory) =>
        directory is null
            ? []
            : Directory
                .EnumerateFiles(directory)
                .Where(path => Path.GetExtension(path) is ".yaml" or ".yml")
                .Order(StringComparer.Ordinal)
                .Select(path => (path, File.ReadAllText(path)));
}
