using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Verification;

public static class VerificationExtensions
{
    /// <summary>Asks providers whether a credential is good.</summary>
    public static IServiceCollection AddVerification(this IServiceCollection services) =>
        services
            .AddSingleton<AnswerClassifier>()
            .AddSingleton<ClientCredentialsExchange>()
            .AddSingleton<ICredentialVerifier, CredentialVerifier>()
            .AddSingleton<VerificationRateLimiter>();
}
