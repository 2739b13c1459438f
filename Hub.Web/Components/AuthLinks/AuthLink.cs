using Hub.Core.Credentials;

namespace Hub.Web.Components.AuthLinks;

internal static class AuthLink
{
    /// <returns>The address that opens the connect page. The token stands in the fragment, which browsers send to nobody.</returns>
    /// <param name="hub">Hub's own address, without a slash at its end.</param>
    public static string To(string hub, Secret token) => $"{hub}/connect#{token.Reveal()}";
}
