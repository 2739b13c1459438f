using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Identity;

public static class IdentityExtensions
{
    /// <summary>Hub's users, on top of ASP.NET Core Identity.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services) =>
        services
            .AddSingleton<OwnerAuthorizer>()
            .AddSingleton<LanguageEditor>()
            .AddSingleton<NoticesEditor>()
            .AddScoped<Registrar>()
            .AddScoped<SecurityEditor>();
}
