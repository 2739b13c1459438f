using System.Text.RegularExpressions;

namespace Hub.Web.Api;

/// <summary>
/// The official TypeScript SDK before 4.34: it takes an organization's id for a number, and sends a type with every PATCH.
/// </summary>
internal static partial class OldSdk
{
    public static bool Calls(HttpRequest request) => UserAgent().IsMatch(request.Headers.UserAgent.ToString());

    [GeneratedRegex(
        @"\bspeakeasy-sdk/typescript [0-3]\.|\bspeakeasy-sdk/typescript 4\.([0-9]|[12][0-9]|3[0-3])\.",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex UserAgent();
}
