using System.Text;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;

namespace Hub.Tests.Verification;

/// <summary>What providers receive of passwords, long keys and secrets of several lines.</summary>
public sealed class FieldKindTests
{
    private const string Header = """
        slug: acme-files
        name: Acme Files
        category: productivity
        color: "#336699"
        rank: 900
        sources:
          - url: https://acme.example/docs
            facts: [authentication, probe, failures, guide]
        methods:
          - kind: basic
            label: Password
            baseUrl: https://api.acme.example
            success:
              evidence:
                - { path: id, type: id }
            failures:
              - { status: 401, outcome: invalid_credentials, confidence: common }
            guide:
              permission: Any.
              steps: [Ask your administrator.]
            probe: { method: get, path: /me }
        """;

    private static readonly string Basic = $$"""
        {{Header}}
            fields:
              - { key: user, label: User name, kind: text }
              - { key: password, label: Password, kind: password }
            auth:
              basic: { username: "{user}", password: "{password}" }
        """;

    private static readonly string InHeader = $$"""
        {{Header}}
            fields:
              - { key: password, label: Key, kind: secret }
            auth:
              headers: { Authorization: "Bearer {password}" }
        """;

    private static readonly string Multiline = $$"""
        {{Header}}
            fields:
              - { key: user, label: User name, kind: text }
              - { key: password, label: Private key, kind: multiline_secret }
            auth:
              basic: { username: "{user}", password: "{password}" }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(" pa ss ")]
    [InlineData("\"quoted\"")]
    [InlineData("Bearer x")]
    [InlineData("pässwörd 密码")]
    [InlineData("API_KEY=x:y")]
    public async Task a_password_arrives_as_it_was_typed(string password)
    {
        var request = await SentAsync(Basic, ("user", "\u200bjane "), ("password", password));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"jane:{password}"))}", request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("Authorization: Bearer \"{0}\"")]
    [InlineData("export A=\"{0}\"")]
    [InlineData("{0}")]
    public async Task a_key_of_sixteen_kilobytes_arrives_whole_and_bare(string pasted)
    {
        var key = $"eyJ{new string('k', (16 * 1024) - 6)}.a=";
        var request = await SentAsync(InHeader, ("password", pasted.Replace("{0}", key, StringComparison.Ordinal)));
        Assert.Equal($"Bearer {key}", request.Headers["Authorization"]);
    }

    [Fact]
    public async Task a_private_key_arrives_with_its_lines()
    {
        var request = await SentAsync(
            Multiline,
            ("user", "jane"),
            ("password", "-----BEGIN PRIVATE KEY----- QUJD -----END PRIVATE KEY-----")
        );
        Assert.Equal(
            $"Basic {Convert.ToBase64String("jane:-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----"u8)}",
            request.Headers["Authorization"]
        );
    }

    private static async Task<ReceivedRequest> SentAsync(string yaml, params (string Key, string Value)[] typed)
    {
        var (provider, errors) = ProviderFile.Read("acme-files.yaml", yaml);
        Assert.Empty(errors);
        var method = provider!.Methods[0];
        var values = method.Clean(Some.Values(typed));
        Assert.Empty(new CredentialValidator(method).FindErrors(values));
        await using var server = await StandInProvider.StartAsync(Answers.Json(200, """{"id":1}"""));
        Assert.IsType<VerificationOutcome.Verified>(
            (await ProviderChecker.VerifyAsync(provider, method, server.Address, values, Stop)).Outcome
        );
        return Assert.Single(server.Requests);
    }
}
