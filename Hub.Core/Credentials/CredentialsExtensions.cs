using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Credentials;

public static class CredentialsExtensions
{
    /// <summary>Encryption of credentials, and the check of the key ring that does it.</summary>
    public static IServiceCollection AddCredentials(this IServiceCollection services) =>
        services.AddSingleton<CredentialProtector>().AddSingleton<KeyRingCheck>();
}
