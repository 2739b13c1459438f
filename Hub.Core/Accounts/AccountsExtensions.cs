using Hub.Core.Accounts.Health;
using Hub.Core.Accounts.Import;
using Hub.Core.Accounts.Tokens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Core.Accounts;

public static class AccountsExtensions
{
    /// <summary>Linked accounts: everything that is done to one, and their tokens.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddHealth(configuration)
            .AddSingleton<IAccountLinker, AccountLinker>()
            .AddSingleton<CredentialCompleter>()
            .AddSingleton<AccountMatcher>()
            .AddSingleton<AccountSaver>()
            .AddSingleton<AccountDirectory>()
            .AddSingleton<AccountEventLog>()
            .AddSingleton<ProductAccounts>()
            .AddSingleton<SessionAccounts>()
            .AddSingleton<EditableAccounts>()
            .AddSingleton<UnreadableAccounts>()
            .AddSingleton<AccountRenamer>()
            .AddSingleton<AccountEditor>()
            .AddSingleton<AccountUnlinker>()
            .AddSingleton<AccountSuspender>()
            .AddSingleton<ProviderSwitch>()
            .AddSingleton<AccountVerifier>()
            .AddSingleton<CredentialReader>()
            .AddSingleton<AccountImporter>()
            .AddSingleton<TokenRefresher>()
            .AddSingleton<TokenSaver>()
            .AddSingleton<TokenRevoker>()
            .AddScoped<UserRemover>()
            .AddScoped<PersonalDataReader>();

    private static IServiceCollection AddHealth(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VerificationOptions>().Bind(configuration.GetSection(VerificationOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<VerificationOptions>, VerificationOptions.Validator>()
            .AddSingleton<StoredCredentialVerifier>()
            .AddSingleton<VerificationRecorder>()
            .AddSingleton<AccountHealthReader>()
            .AddSingleton<VerificationLeases>()
            .AddSingleton<VerificationPace>()
            .AddSingleton<ProviderCircuits>()
            .AddSingleton<UnreadableCredentials>();
    }
}
