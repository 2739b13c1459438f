using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Verification;

public static class VerificationExtensions
{
    /// <summary>Verifies credentials at their providers.</summary>
    public static IServiceCollection AddVerification(this IServiceCollection services) =>
        services
            .AddSingleton<AnswerClassifier>()
            .AddSingleton<ClientCredentialsExchange>()
            .AddSingleton<ICredentialVerifier, CredentialVerifier>()
            .AddSingleton<VerificationRateLimiter>()
            .AddSingleton<ProviderBudgets>();
}
