using Hub.Web.Embed;
using Microsoft.Extensions.Options;

namespace Hub.Web.Security;

internal static class SecurityHeaders
{
    /// <summary>
    /// The name of the connect page's policy: other sites never get its address, and it is not cached. (With no-referrer, older browsers
    /// would also hide that a form comes from Hub itself.)
    /// </summary>
    public const string ConnectPage = "connect";

    /// <summary>The name of the policy of the page that other products show in a frame.</summary>
    public const string Framed = "framed";

    /// <summary>For responses that no browser shows. They contain tokens and must not be cached.</summary>
    public static readonly HeaderPolicyCollection Api = new HeaderPolicyCollection()
        .AddContentTypeOptionsNoSniff()
        .AddFrameOptionsDeny()
        .AddReferrerPolicyNoReferrer()
        .AddCustomHeader("Cache-Control", "no-store")
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddFrameAncestors().None();
        });

    /// <summary>
    /// For the API reference, a third-party page with an inline script. It shows no data of users.
    /// </summary>
    public static readonly HeaderPolicyCollection Reference = Pages(inlineScript: true);

    /// <summary>
    /// The policies of all other responses. Endpoints without a named policy get the default. Only one policy allows frames.
    /// </summary>
    public static void AddHubSecurityHeaders(this IServiceCollection services)
    {
        // Antiforgery would set SAMEORIGIN, on the framed page too. Only this class decides who may frame a page.
        services.AddAntiforgery(options =>
        {
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddSecurityHeaderPolicies(
            (policies, provider) =>
                policies
                    .SetDefaultPolicy(Pages())
                    .AddPolicy(ConnectPage, Pages().AddReferrerPolicySameOrigin().AddCustomHeader("Cache-Control", "no-store"))
                    .AddPolicy(
                        Framed,
                        Basics(csp =>
                                csp.AddFrameAncestors().From(provider.GetRequiredService<IOptions<EmbedOptions>>().Value.AllowedOrigins)
                            )
                            .AddReferrerPolicySameOrigin()
                            // For pages around it that are isolated themselves.
                            .AddCrossOriginEmbedderPolicy(embedder => embedder.RequireCorp())
                            .AddCrossOriginResourcePolicy(resource => resource.CrossOrigin())
                    )
        );
    }

    private static HeaderPolicyCollection Pages(bool inlineScript = false) =>
        Basics(csp => csp.AddFrameAncestors().None(), inlineScript).AddFrameOptionsDeny().AddReferrerPolicyStrictOriginWhenCrossOrigin();

    private static HeaderPolicyCollection Basics(Action<CspBuilder> addFrameAncestors, bool inlineScript = false) =>
        new HeaderPolicyCollection()
            .AddContentTypeOptionsNoSniff()
            .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
            .AddPermissionsPolicy(policy =>
            {
                policy.AddCamera().None();
                policy.AddGeolocation().None();
                policy.AddMicrophone().None();
                policy.AddPayment().None();
                policy.AddUsb().None();
            })
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().Self();
                var scripts = csp.AddScriptSrc().Self();
                if (inlineScript)
                {
                    scripts.UnsafeInline();
                }

                // MudBlazor sets style attributes and writes its theme as style elements (MudBlazor issue 4529).
                csp.AddStyleSrc().Self().UnsafeInline();
                csp.AddImgSrc().Self().Data();
                csp.AddFontSrc().Self();
                csp.AddConnectSrc().Self();
                csp.AddObjectSrc().None();
                csp.AddBaseUri().Self();
                csp.AddFormAction().Self();
                addFrameAncestors(csp);
            });
}
