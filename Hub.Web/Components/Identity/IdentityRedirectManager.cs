using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity;

/// <summary>Sends the browser to another page of Hub, and never anywhere else: return URLs come from the address bar.</summary>
public sealed class IdentityRedirectManager(NavigationManager navigation)
{
    /// <param name="uri">Goes to the start page when it is missing or leads away from Hub.</param>
    public void RedirectTo(string? uri) => navigation.NavigateTo(LocalPath(uri, navigation.BaseUri));

    /// <returns>A page's address, relative to the base, with the query parameters that are not null.</returns>
    public string UriOf(string path, params (string Name, object? Value)[] query) =>
        LocalPath(
            navigation.GetUriWithQueryParameters(
                navigation.ToAbsoluteUri(path).AbsoluteUri,
                query.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal)
            ),
            navigation.BaseUri
        );

    internal void RedirectTo(string path, AccountNotice notice, HttpContext context)
    {
        StatusCookie.Set(context, notice);
        RedirectTo(path);
    }

    /// <returns>The path and query relative to the base; empty, which is the start page, for everything outside of it.</returns>
    internal static string LocalPath(string? uri, string baseUri)
    {
        // Browsers read a backslash as a slash and skip control characters; Uri does not.
        if (
            uri is null
            || uri.Any(c => c == '\\' || char.IsControl(c))
            || !Uri.TryCreate(new Uri(baseUri), uri, out var target)
            || !target.AbsoluteUri.StartsWith(baseUri, StringComparison.Ordinal)
        )
        {
            return "";
        }

        var path = target.AbsoluteUri[baseUri.Length..];
        // "//evil" is an address of its own, "/x" the root of the host.
        return path.StartsWith('/') ? "" : path;
    }
}
