using Hub.Core.Accounts;

namespace Hub.Tests.Accounts;

internal static class LinkCommands
{
    public static LinkCommand.Edit Editing(this LinkCommand.Link command, Guid account) =>
        new(command.ProviderSlug, command.AuthMethod, command.Values, account);
}
