using Hub.Core.Accounts;
using Hub.Core.Providers;

namespace Hub.Web.Components.Linking;

/// <summary>What was saved of an account that is linked already.</summary>
internal enum SavedKind
{
    NewKey,

    /// <summary>The stored key, with other values beside it.</summary>
    OtherValues,
    Nothing,
}

internal static class SavedKinds
{
    public static SavedKind KindOf(this LinkOutcome.Linked linked, AuthMethod method) =>
        linked.Change switch
        {
            { IsOtherMethod: false, Fields: [] } => SavedKind.Nothing,
            { IsOtherMethod: false, Fields: var fields } when !fields.Any(field => method.Find(field)?.IsSecret == true) =>
                SavedKind.OtherValues,
            _ => SavedKind.NewKey,
        };
}
