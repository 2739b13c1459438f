using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Hub.Core;

public static class HubCoreExtensions
{
    /// <summary>Everything that Hub does, without a user interface. Needs <see cref="HubDataExtensions.AddHubData"/>, Identity and Data Protection beside it.</summary>
    /// <param name="withSandbox">Whether the sandbox provider is in the catalog.</param>
    public static IServiceCollection AddHubCore(this IServiceCollection services, IConfiguration configuration, bool withSandbox)
    {
        services.TryAddSingleton(TimeProvider.System);
        OutboundClient.AddTo(services);

        services.AddSingleton<IValidateOptions<ProvidersOptions>, ProvidersOptions.Validator>();
        services.AddOptions<ProvidersOptions>().Bind(configuration.GetSection(ProvidersOptions.Section)).ValidateOnStart();
        services.AddSingleton(provider => ProviderCatalog.Load(provider.GetRequiredService<IOptions<ProvidersOptions>>().Value.Directory, withSandbox));
        services.AddSingleton<ProviderSearch>();
        services.AddSingleton<ProviderAddresses>();

        services.AddSingleton<AnswerClassifier>();
        services.AddSingleton<ClientCredentialsExchange>();
        services.AddSingleton<TokenExchange>();
        services.AddSingleton<ProviderClients>();
        services.AddSingleton<ClientFaults>();
        services.AddSingleton<ProviderClientDirectory>();
        services.AddSingleton<ProviderClientChanger>();
        services.AddSingleton<TokenRevoker>();
        TokenRefresher.AddTo(services);
        services.AddSingleton<SignInStarter>();
        SignInFinisher.AddTo(services);
        services.AddSingleton<IKeyVerifier, KeyVerifier>();
        services.AddSingleton<VerificationPace>();
        services.AddSingleton<CredentialProtector>();
        services.AddSingleton<KeyRingCheck>();

        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<OwnerGate>();
        services.AddSingleton<IAccountLinker, AccountLinker>();
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<ProductAccounts>();
        services.AddSingleton<AccountRenamer>();
        AccountUnlinker.AddTo(services);
        services.AddSingleton<AccountVerifier>();
        services.AddSingleton<AccountEditor>();
        services.AddSingleton<CredentialReader>();
        services.AddSingleton<IdempotentRequests>();
        services.AddSingleton<SessionIssuer>();
        services.AddSingleton<SessionOpener>();
        services.AddSingleton<SessionAccounts>();
        services.AddSingleton<ConnectionAttempts>();
        services.AddSingleton<AuthLinkDirectory>();
        services.AddSingleton<AuthLinkChanger>();
        services.AddSingleton<AccessKeyIssuer>();
        services.AddSingleton<AccessKeySeeder>();
        services.AddSingleton<AccessKeyAuthenticator>();
        services.AddSingleton<AccessKeyUsage>();
        services.AddSingleton<AccessKeyDirectory>();
        services.AddSingleton<AccessKeyChanger>();
        services.AddScoped<Registrar>();
        UserRemover.AddTo(services);
        services.AddScoped<SecurityChanger>();
        services.AddScoped<PersonalDataReader>();
        BackgroundWork.AddTo(services);
        return services;
    }
}
