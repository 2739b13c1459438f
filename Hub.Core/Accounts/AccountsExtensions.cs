using Hub.Core.Accounts.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Accounts;

public static class AccountsExtensions
{
    /// <summary>Linked accounts: everything that is done to one, and their tokens.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services
            .AddSingleton<IAccountLinker, AccountLinker>()
            .AddSingleton<CredentialCompleter>()
            .AddSingleton<AccountMatcher>()
            .AddSingleton<AccountSaver>()
            .AddSingleton<AccountDirectory>()
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
            .AddSingleton<TokenRefresher>()
            .AddSingleton<TokenSaver>()
            .AddSingleton<TokenRevoker>()
            .AddScoped<UserRemover>()
            .AddScoped<PersonalDataReader>();
}
