using Microsoft.AspNetCore.Components.Endpoints;

namespace Hub.Web.Security;

/// <summary>Marks the pages with forms that are posted to the page itself. Only these answer POST; on every other page it is 405.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AcceptsFormsAttribute : Attribute;

internal static class PageMethods
{
    private static readonly HttpMethodMetadata OnlyGet = new([HttpMethods.Get]);

    public static void OnlyFormsTakePosts(this RazorComponentsEndpointConventionBuilder pages) =>
        pages.Add(static endpoint =>
        {
            if (endpoint.Metadata.OfType<ComponentTypeMetadata>().Any() && !endpoint.Metadata.OfType<AcceptsFormsAttribute>().Any())
            {
                foreach (var methods in endpoint.Metadata.OfType<IHttpMethodMetadata>().ToList())
                {
                    endpoint.Metadata.Remove(methods);
                }

                endpoint.Metadata.Add(OnlyGet);
            }
        });
}
