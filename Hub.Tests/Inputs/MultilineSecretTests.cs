using System.Text.Json;
using CsCheck;
using Hub.Core.Inputs;

namespace Hub.Tests.Inputs;

public sealed class MultilineSecretTests
{
    private static readonly string Pem = System.Security.Cryptography.PemEncoding.WriteString(
        "PRIVATE KEY",
        [.. Enumerable.Range(0, 200).Select(number => (byte)number)]
    );

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly string Account = JsonSerializer.Serialize(
        new
        {
            type = "service_account",
            private_key = Pem + "\n",
            client_email = "hub@example.iam",
        },
        Indented
    );
    private static readonly string Compact =
        "{\"type\":\"service_account\",\"private_key\":\""
        + Pem.Replace("\n", "\\n", StringComparison.Ordinal)
        + "\\n\",\"client_email\":\"hub@example.iam\"}";

    public static TheoryData<string> Ways => [.. Lines.Keys];

    private static readonly Dictionary<string, Func<string, string>> Lines = new(StringComparer.Ordinal)
    {
        ["real"] = text => text,
        ["carriage returns"] = text => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        ["old Mac"] = text => text.Replace('\n', '\r'),
        ["spaces"] = text => text.Replace('\n', ' '),
        ["escaped"] = text => text.Replace("\n", "\\n", StringComparison.Ordinal),
        ["escaped carriage returns"] = text => text.Replace("\n", "\\r\\n", StringComparison.Ordinal),
        ["none"] = text => text.Replace("\n", "", StringComparison.Ordinal),
        ["around"] = text => $"\ufeff\n  {text}\n\n\u200b",
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void a_private_key_is_the_same_however_its_line_breaks_came(string way)
    {
        Assert.Contains('\n', Pem);
        Assert.Equal(Pem, MultilineSecret.Clean(Lines[way](Pem)));
        Assert.Equal($"{Pem}\n{Pem}", MultilineSecret.Clean(Lines[way]($"{Pem}\n{Pem}")));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void the_json_of_a_service_account_is_the_same_however_its_line_breaks_came(string way) =>
        Assert.Equal(Compact, MultilineSecret.Clean(Lines[way](Account)));

    [Fact]
    public void json_that_was_copied_out_of_a_string_or_a_shell_is_the_same()
    {
        Assert.Equal(Compact, MultilineSecret.Clean(JsonSerializer.Serialize(Account).Trim('"')));
        Assert.Equal(Compact, MultilineSecret.Clean(Account.Replace("\\n", "\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void a_token_loses_the_line_breaks_that_were_put_in() =>
        Assert.Equal("eyJhbGciOi.eyJzdWIi.c2ln-_", MultilineSecret.Clean("eyJhbGci\r\n Oi.eyJz\ndWIi.c2ln-_\n"));

    [Fact]
    public void other_texts_keep_their_lines()
    {
        Assert.Equal(
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none",
            MultilineSecret.Clean("PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\n")
        );
        Assert.Equal(
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE\n-----END RSA PRIVATE KEY-----",
            MultilineSecret.Clean("-----BEGIN RSA PRIVATE KEY-----\\nProc-Type: 4,ENCRYPTED\\n\\nMIIE\\n-----END RSA PRIVATE KEY-----\\n")
        );
    }

    [Fact]
    public void a_clean_secret_stays_as_it_is() =>
        Pieces
            .Of(
                12,
                "{",
                "}",
                "\"a\"",
                ":",
                ",",
                "\\n",
                "\n",
                "\r",
                " ",
                "\\",
                "\"",
                "x.y.z",
                "-----BEGIN A-----",
                "-----END A-----",
                "QUJD",
                "\\u00e9",
                "é",
                "\ufeff"
            )
            .Sample(text => Assert.Equal(MultilineSecret.Clean(text), MultilineSecret.Clean(MultilineSecret.Clean(text))), iter: 5000);
}
