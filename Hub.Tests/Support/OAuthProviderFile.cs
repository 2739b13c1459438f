using Hub.Core.Providers;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hub.Tests.Support;

/// <summary>
/// Provider files of an operator (<c>Hub:Providers:Directory</c>) for an <see cref="OAuthProvider"/>, which an override points them to.
/// </summary>
public static class OAuthProviderFile
{
    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections)
        .Build();

    /// <summary>How one signs in at <paramref name="provider"/>; tests change it with <c>with</c>.</summary>
    public static AuthorizationCodeFlow FlowAt(OAuthProvider provider) =>
        new()
        {
            AuthorizeUrl = $"https://oauth.example{provider.Paths.Authorize}",
            TokenUrl = $"https://oauth.example{provider.Paths.Token}",
            Revoke = new Revocation { Url = $"https://oauth.example{provider.Paths.Revoke}" },
            Scopes =
            [
                new Scope
                {
                    Name = "me.read",
                    Reason = "To know whose account it is.",
                    Required = true,
                },
                new Scope { Name = "jobs.read", Reason = "To read the jobs." },
            ],
            ClientAuthentication = ClientAuthentication.Basic,
            Registration = new Guide
            {
                Permission = "Read access.",
                Link = "https://oauth.example/apps",
                Steps = [new GuideStep { Text = "Register an app." }, new GuideStep { Text = "Copy its id and secret." }],
            },
        };

    /// <returns>The file's text.</returns>
    public static string Of(OAuthProvider provider, string slug, AuthorizationCodeFlow? signIn = null) =>
        $$"""
            slug: {{slug}}
            name: {{char.ToUpperInvariant(slug[0])}}{{slug[1..]}}
            category: ats
            color: "#4338ca"
            rank: 900
            sources:
              - { url: "https://oauth.example/docs", facts: [address, authentication, probe, identity, failures, sign_in, guide] }
            methods:
              - kind: oauth2_authorization_code
                label: Sign in
                baseUrl: https://oauth.example
                fields: []
                signIn:
            {{Indented(Serializer.Serialize(signIn ?? FlowAt(provider)), by: 6)}}
                auth:
                  headers:
                    Authorization: Bearer {access_token}
                probe:
                  method: get
                  path: {{provider.Paths.Me}}
                success:
                  evidence:
                    - { path: id, type: text }
                identity:
                  name: "{name}"
                  email: "{email}"
                  organization: "{company}"
                  externalId: "{id}"
                failures:
                  - { status: 401, outcome: invalid_credentials, confidence: documented }
                guide:
                  permission: Nothing special.
                  steps: [Sign in and agree.]
            """;

    /// <summary>Writes it into the operator's folder.</summary>
    /// <returns>The settings with which Hub finds it and calls <paramref name="provider"/> for it.</returns>
    public static async Task<string[]> WriteAsync(
        OAuthProvider provider,
        string directory,
        string slug,
        AuthorizationCodeFlow? signIn = null
    )
    {
        await File.WriteAllTextAsync(
            Path.Combine(directory, $"{slug}.yaml"),
            Of(provider, slug, signIn),
            TestContext.Current.CancellationToken
        );
        return [$"Hub:Providers:Directory={directory}", $"Hub:Providers:Overrides:{slug}:BaseUrl={provider.Address}"];
    }

    /// <returns>Where Hub at this address wants people to be sent back to.</returns>
    public static string CallbackOf(string hub, string slug) => $"{hub.TrimEnd('/')}/connect/oauth2/{slug}/callback";

    private static string Indented(string yaml, int by) =>
        string.Join('\n', yaml.TrimEnd().Split('\n').Select(line => new string(' ', by) + line.TrimEnd('\r')));
}
