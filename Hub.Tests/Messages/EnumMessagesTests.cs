using Hub.Core.AccessKeys;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Hub.Web.Messages;

namespace Hub.Tests.Messages;

/// <summary>Every value that pages name has an entry of its own: a missing one would show the entry's name.</summary>
public sealed class EnumMessagesTests
{
    private static readonly AccessKeyMessages AccessKeys = MessageSets.Get<AccessKeyMessages>();

    public static TheoryData<string> Texts =>
        [
            .. Enum.GetValues<AccessKeyState>().Select(AccessKeys.State),
            .. AccessScopeNames.Each.Concat(AccessScopeNames.Reserved).Select(AccessKeys.ScopeName),
            .. AccessScopeNames.Each.Select(AccessKeys.ScopeText),
            .. Enum.GetValues<SessionState>().Select(MessageSets.Get<AuthLinkMessages>().State),
            .. Enum.GetValues<ClientAuthentication>().Select(MessageSets.Get<ProviderClientMessages>().ClientAuthenticationOf),
        ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void a_value_has_a_text(string text) => Assert.DoesNotContain('_', text);
}
