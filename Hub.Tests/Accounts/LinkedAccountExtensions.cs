using Hub.Core.Accounts;

namespace Hub.Tests.Accounts;

internal static class LinkedAccountExtensions
{
    /// <returns>The gravest reason of the status; null for none.</returns>
    public static StatusReason? FindReason(this LinkedAccount account) => account.Reasons is [var first, ..] ? first.Reason : null;
}
