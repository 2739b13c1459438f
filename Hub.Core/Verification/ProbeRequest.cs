using System.Net.Http.Headers;
using System.Text;
using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>Builds the requests that verify a credential.</summary>
internal static class ProbeRequest
{
    /// <param name="accessToken">What <c>{access_token}</c> stands for; null where the method has none.</param>
    public static HttpRequestMessage Build(
        Probe probe,
        RequestAuthentication auth,
        Uri baseUrl,
        AuthMethod method,
        CredentialValues values,
        string? accessToken
    )
    {
        var path = Template.Fill(probe.Path, key => Uri.EscapeDataString(method.ValueOf(key, values)));
        foreach (var (name, template) in auth.Query)
        {
            path +=
                (path.Contains('?', StringComparison.Ordinal) ? "&" : "?")
                + $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(Template.Fill(template, ValueOf))}";
        }

        var request = new HttpRequestMessage(
            probe.Method switch
            {
                ProbeMethod.Get => HttpMethod.Get,
                ProbeMethod.Post => HttpMethod.Post,
            },
            new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + path)
        );
        foreach (var (name, template) in auth.Headers.Concat(probe.Headers))
        {
            // A header whose optional field is empty is left out.
            if (Template.PlaceholdersOf(template).All(key => ValueOf(key).Length > 0))
            {
                request.Headers.TryAddWithoutValidation(name, Template.Fill(template, ValueOf));
            }
        }

        if (auth.Basic is { } basic)
        {
            var pair = $"{Template.Fill(basic.Username, ValueOf)}:{Template.Fill(basic.Password, ValueOf)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        if (probe.Method == ProbeMethod.Post)
        {
            request.Content = new StringContent(probe.Body ?? "{}", Encoding.UTF8, "application/json");
        }

        return request;

        string ValueOf(string key) => key == Template.AccessToken && accessToken is not null ? accessToken : method.ValueOf(key, values);
    }
}
