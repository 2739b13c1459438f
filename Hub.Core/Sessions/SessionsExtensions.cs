using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Sessions;

public static class SessionsExtensions
{
    /// <summary>Connect sessions: opening one by its token.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services) => services.AddSingleton<SessionOpener>();
}
