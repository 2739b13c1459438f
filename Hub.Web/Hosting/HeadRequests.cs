namespace Hub.Web.Hosting;

/// <summary>Answers HEAD wherever GET is answered (RFC 9110, section 9.3.2). The server omits the body.</summary>
internal static class HeadRequests
{
    /// <summary>Before routing, which matches the method.</summary>
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
