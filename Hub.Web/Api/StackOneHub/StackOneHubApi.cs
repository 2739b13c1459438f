using Hub.Web.Embed;

namespace Hub.Web.Api.StackOneHub;

/// <summary>
/// <c>/api/hub</c>: what the official component calls from the browser, in its own wire format. Whoever calls shows the token of a connect
/// session, and reaches what that permits.
/// </summary>
internal static class StackOneHubApi
{
    public static void MapStackOneHubApi(this IEndpointRouteBuilder api)
    {
        var hub = api.MapGroup("/hub").RequireConnectSession().RequireCors(EmbedCors.Policy).WithTags("Component");
        hub.MapSettings();
        hub.MapConnectors();
        hub.MapAccounts();
        hub.MapAttempts();
    }
}
