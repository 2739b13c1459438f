using Hub.Core.Providers;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>What the operator has to check where a provider does not accept the registered client.</summary>
public sealed class ClientFaultMessages(IStringLocalizer<ClientFaultMessages> texts) : MessageSet(texts)
{
    public string Explain(ClientFault fault, string providerName) => Format($"{nameof(Explain)}_{fault}", providerName);

    /// <returns>Whether the provider certainly means the client.</returns>
    public static bool IsCertain(ClientFault fault) => fault != ClientFault.Request;
}
