using Microsoft.AspNetCore.Components;
using OpenIddict.Abstractions;

namespace Hub.Web.Components.Sandbox;

/// <summary>Here people choose who they are at the sandbox, and whether Hub may use their account.</summary>
public partial class ConsentPage
{
    private const string ProviderName = "Sandbox ATS";

    internal const string Who = "who";
    internal const string Decision = "decision";
    internal const string Allow = "allow";
    internal const string Deny = "deny";

    [Parameter, EditorRequired]
    public required OpenIddictRequest Request { get; set; }

    /// <summary>The form repeats the parameters of the request.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Parameters =>
        Request
            .GetParameters()
            .Where(parameter => parameter.Key is not (Who or Decision))
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
}
