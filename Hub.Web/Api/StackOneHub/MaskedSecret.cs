namespace Hub.Web.Api.StackOneHub;

/// <summary>How the wire shows that a secret is stored, without the secret.</summary>
internal static class MaskedSecret
{
    private const string Mask = "__secretvalue:**redacted**";

    /// <param name="end">The last characters, or nothing.</param>
    public static string Of(string end) => Mask + end;

    public static bool Is(string value) => value.StartsWith(Mask, StringComparison.Ordinal);
}
