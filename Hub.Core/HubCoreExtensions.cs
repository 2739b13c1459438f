using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Idempotency;
using Hub.Core.Identity;
using Hub.Core.Mail;
using Hub.Core.Maintenance;
using Hub.Core.Notices;
using Hub.Core.OAuth;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Core;

public static class HubCoreExtensions
{
    /// <summary>
    /// Everything that Hub does, without a user interface. Needs <see cref="HubDataExtensions.AddHubData"/>, Identity and Data Protection
    /// beside it.
    /// </summary>
    /// <param name="withSandbox">Whether the sandbox provider is in the catalog.</param>
    public static IServiceCollection AddHubCore(this IServiceCollection services, IConfiguration configuration, bool withSandbox)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddOutbound()
            .AddCredentials()
            .AddMail()
            .AddProviders(configuration, withSandbox)
            .AddVerification()
            .AddUsers()
            .AddOAuth()
            .AddAccessKeys()
            .AddSessions()
            .AddAccounts(configuration)
            .AddNotices()
            .AddAuthLinks()
            .AddProviderAuthorization()
            .AddIdempotency()
            .AddBackgroundJobs(configuration);
    }
}
