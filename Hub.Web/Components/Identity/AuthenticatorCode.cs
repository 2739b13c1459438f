namespace Hub.Web.Components.Identity;

internal static class AuthenticatorCode
{
    /// <summary>Removes the separators that apps show and people copy.</summary>
    public static string Clean(string code) => string.Concat(code.Where(c => !char.IsWhiteSpace(c) && c != '-'));
}
