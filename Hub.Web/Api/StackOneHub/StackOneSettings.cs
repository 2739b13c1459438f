using System.Text.Json.Serialization;
using Hub.Core.Accounts;

namespace Hub.Web.Api.StackOneHub;

/// <summary><c>GET /api/hub/settings</c></summary>
internal static class StackOneSettings
{
    public static void MapSettings(this IEndpointRouteBuilder hub) =>
        hub.MapGet("/settings", ReadAsync).WithName("getHubSettings").WithSummary("What the component starts with");

    private static async Task<Settings> ReadAsync(CallingSession session, SessionAccounts accounts, CancellationToken cancellationToken) =>
        new([], await accounts.FindReplacedAsync(session.Grant, cancellationToken));

    /// <param name="ExistingAccountId">The account that is opened for editing.</param>
    internal sealed record Settings(
        IReadOnlyList<string> EnabledFeatures,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ExistingAccountId
    );
}
