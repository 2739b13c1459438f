namespace Hub.Web.Components.Identity;

internal static class AuthenticatorCode
{
    /// <summary>Apps show codes in groups, and people copy them so.</summary>
    public static string Clean(string code) => string.Concat(code.Where(c => !char.IsWhiteSpace(c) && c != '-'));
}
