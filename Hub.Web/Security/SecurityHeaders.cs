namespace Hub.Web.Security;

internal static class SecurityHeaders
{
    /// <summary>For answers that no browser shows, that hold tokens, and that nothing may keep.</summary>
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

    /// <summary>The name of the connect page's policy: no address of it is told to anybody, and nobody keeps it.</summary>
    public const string ConnectPage = "connect";

    public static readonly HeaderPolicyCollection Policy = Pages();

    /// <summary>For the API's reference, which somebody else wrote and which begins with a script in the page. It shows nothing of any user.</summary>
    public static readonly HeaderPolicyCollection Reference = Pages(inlineScript: true);

    public static HeaderPolicyCollection ForConnectPage() => Pages()
        .AddReferrerPolicyNoReferrer()
        .AddCustomHeader("Cache-Control", "no-store");

    private static HeaderPolicyCollection Pages(bool inlineScript = false) => new HeaderPolicyCollection()
        .AddContentTypeOptionsNoSniff()
        .AddFrameOptionsDeny()
        .AddReferrerPolicyStrictOriginWhenCrossOrigin()
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
            csp.AddFrameAncestors().None();
        });
}
