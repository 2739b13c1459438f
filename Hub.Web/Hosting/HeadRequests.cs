namespace Hub.Web.Hosting;

/// <summary>HEAD is answered wherever GET is, as RFC 9110 (section 9.3.2) asks for. The server leaves out the body.</summary>
internal static class HeadRequests
{
    /// <summary>Before routing, which looks for the method.</summary>
    public static void UseHeadRequests(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
            {
                if (HttpMethods.IsHead(context.Request.Method))
                {
                    context.Request.Method = HttpMethods.Get;
                }

                return next(context);
            }
        );
}
