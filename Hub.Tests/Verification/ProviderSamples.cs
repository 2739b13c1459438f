using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Tests.Verification;

/// <summary>One sample for each method of each provider in the catalog; the files in <c>Samples/</c>.</summary>
internal static class ProviderSamples
{
    public static ProviderCatalog Catalog { get; } = ProviderCatalog.Load(directory: null, withSandbox: true);

    public static IReadOnlyList<ProviderSample> All { get; } =
    [.. Read().OrderBy(sample => Catalog.Find(sample.Provider)?.Rank).ThenBy(sample => sample.Method)];

    /// <returns>The sample of the method that the provider recommends.</returns>
    public static ProviderSample Of(string slug) =>
        All.Single(sample => sample.Provider == slug && sample.Method == Catalog.Find(slug)!.Methods[0].Kind);

    public static ProviderSample Of(string slug, AuthMethodKind kind) =>
        All.Single(sample => sample.Provider == slug && sample.Method == kind);

    public static AuthMethod MethodOf(ProviderSample sample) => Catalog.Find(sample.Provider)!.FindMethod(sample.Method)!;

    private static IEnumerable<ProviderSample> Read()
    {
        var assembly = typeof(ProviderSamples).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("samples/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return ProviderSample.Read(name, reader.ReadToEnd());
        }
    }
}

/// <summary>A short notation for outcomes, without the texts.</summary>
internal static class Outcomes
{
    public static string Summary(VerificationOutcome outcome) =>
        outcome switch
        {
            VerificationOutcome.InvalidCredentials invalid => $"InvalidCredentials({invalid.FieldKey})",
            VerificationOutcome.WrongKeyKind wrong => $"WrongKeyKind({wrong.FieldKey})",
            VerificationOutcome.WrongAddress wrong => $"WrongAddress({wrong.FieldKey})",
            VerificationOutcome.ProviderUnavailable unavailable => $"ProviderUnavailable({unavailable.Cause})",
            VerificationOutcome.UnexpectedAnswer unexpected => $"UnexpectedAnswer({unexpected.Reason})",
            _ => outcome.GetType().Name,
        };
}
