using Hub.Core.Providers;
using Hub.Core.Verification;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hub.Tests.Verification;

/// <summary>
/// What is sent to a provider and what it answers, written out from its documentation and not from the catalog,
/// so that a slip in the catalog shows. One file for each method in <c>Samples/</c>.
/// </summary>
internal sealed record ProviderSample
{
    private static readonly IDeserializer Reader = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
        .WithEnforceRequiredMembers()
        .WithDuplicateKeyChecking()
        .Build();

    public required string Provider { get; init; }
    public required AuthMethodKind Method { get; init; }

    /// <summary>The hosts that may be called with these values, and no other.</summary>
    public required List<string> Hosts { get; init; }

    /// <summary>
    /// What the user fills in; where one signs in also what that leaves: <c>access_token</c>, <c>refresh_token</c> where there is one, and
    /// what is kept.
    /// </summary>
    public required Dictionary<string, string> Values { get; init; }

    /// <summary>Signing in, where the method does.</summary>
    public SignInSample? SignIn { get; init; }

    /// <summary>The exchange of client credentials, where the method has one.</summary>
    public ExchangeSample? Token { get; init; }

    /// <summary>The probe as it must arrive; none where the exchange is the proof.</summary>
    public RequestSample? Request { get; init; }
    public IdentifySample? Identify { get; init; }
    public required AnswerSample Success { get; init; }

    /// <summary>Further good answers: empty collections, inactive users, missing optional fields, names in other scripts.</summary>
    public List<AnswerSample> Oddities { get; init; } = [];
    public required List<FailureSample> Failures { get; init; }
    public List<FieldSample> WrongFamilies { get; init; } = [];
    public List<PastedSample> Pasted { get; init; } = [];

    /// <summary>What a fault means here, where it is not what it means everywhere.</summary>
    public Dictionary<string, string> Faults { get; init; } = [];

    /// <summary>The requests of a verification that ends well, in their order, each with its answer.</summary>
    public IReadOnlyList<Step> Steps =>
        [
            .. Token is { } token ? [new Step("exchange", token.Body, token.Failures)] : Array.Empty<Step>(),
            .. Request is not null ? [new Step("probe", Success.Body, Failures)] : Array.Empty<Step>(),
            .. Identify is { } identify ? [new Step("identify", identify.Body, [])] : Array.Empty<Step>(),
        ];

    /// <returns>The same, with another value filled in.</returns>
    public ProviderSample With(string field, string value) =>
        this with
        {
            Values = new Dictionary<string, string>(Values, StringComparer.Ordinal) { [field] = value },
        };

    public override string ToString() => $"{Provider} {Method}";

    public static ProviderSample Read(string name, string yaml)
    {
        try
        {
            return Reader.Deserialize<ProviderSample>(yaml);
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{name}:{e.Start.Line}: {(e.InnerException ?? e).Message}", e);
        }
    }
}

/// <summary>One request of a verification.</summary>
/// <param name="Answer">The body of the good answer, which has status 200.</param>
internal sealed record Step(string Name, string Answer, IReadOnlyList<FailureSample> Failures)
{
    /// <summary>The answer that stands in a column of the fault matrix.</summary>
    public FailureSample? Of(string fault) => Failures.SingleOrDefault(failure => failure.Fault == fault);
}

/// <summary>A request as it must arrive. An <c>Authorization</c> of HTTP Basic is written in clear: <c>Basic name:password</c>.</summary>
internal sealed record RequestSample
{
    public required string Method { get; init; }
    public required string Path { get; init; }
    public Dictionary<string, string> Headers { get; init; } = [];
    public string Body { get; init; } = "";
}

/// <summary>The second request, which says whose the credential is, and its answer.</summary>
internal sealed record IdentifySample
{
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required string Body { get; init; }
}

/// <summary>The request to a token endpoint and its answer.</summary>
internal sealed record ExchangeSample
{
    public required string Path { get; init; }
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Exactly these, in any order.</summary>
    public required Dictionary<string, string> Form { get; init; }
    public required string Body { get; init; }
    public required List<FailureSample> Failures { get; init; }
}

/// <summary>Where one signs in, and what the provider then says.</summary>
internal sealed record SignInSample
{
    /// <summary>The whole addresses, without the query that Hub adds.</summary>
    public required string Authorize { get; init; }
    public required string Token { get; init; }
    public string? Revoke { get; init; }

    /// <summary>The query with which the provider sends the person back, where it says more than code and state.</summary>
    public string Callback { get; init; } = "";

    /// <summary>The token endpoint's answer to the code, as documented; it gives what stands in the sample's values.</summary>
    public required string Answer { get; init; }

    /// <summary>Its answer to a refresh token, where that has another shape.</summary>
    public string? RefreshAnswer { get; init; }

    /// <summary>How long the access token of the answer is good; null where it does not end.</summary>
    public int? LifetimeSeconds { get; init; }

    /// <summary>Its answers to a refresh token that is no longer good.</summary>
    public List<ExpiredSample> Expired { get; init; } = [];
}

internal sealed record ExpiredSample
{
    public required int Status { get; init; }
    public required string Body { get; init; }
}

/// <summary>A good answer and whose the credential then is.</summary>
internal sealed record AnswerSample
{
    public string Name { get; init; } = "";
    public required string Body { get; init; }

    /// <summary>Another answer to the second request than the usual one.</summary>
    public string? IdentifyBody { get; init; }
    public IdentitySample Identity { get; init; } = new();
}

internal sealed record IdentitySample
{
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Organization { get; init; }
    public string? ExternalId { get; init; }

    public ProviderIdentity ToIdentity() => new(Name, Email, Organization, ExternalId);
}

/// <summary>An answer of a provider and the outcome that it must lead to, in the notation of <see cref="Outcomes.Summary"/>.</summary>
internal sealed record FailureSample
{
    public required string Name { get; init; }

    /// <summary>The column of the fault matrix that it stands in; none for a further one.</summary>
    public string? Fault { get; init; }
    public required int Status { get; init; }
    public Dictionary<string, string> Headers { get; init; } = [];
    public string Body { get; init; } = "";
    public required string Expected { get; init; }
}

internal sealed record FieldSample
{
    public required string Field { get; init; }
    public required string Value { get; init; }
}

internal sealed record PastedSample
{
    public required string Field { get; init; }
    public required string Value { get; init; }
    public required string Becomes { get; init; }
}
