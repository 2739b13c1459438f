using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Shared;

public sealed partial class ManageNavMenu
{
    private static readonly Item[] Items =
    [
        new("", texts => texts.Profile),
        new("ChangePassword", texts => texts.Password),
        new(
            "TwoFactorAuthentication",
            texts => texts.TwoFactorShort,
            "EnableAuthenticator",
            "ResetAuthenticator",
            "Disable2fa",
            "GenerateRecoveryCodes"
        ),
        new("Passkeys", texts => texts.Passkeys, "RenamePasskey"),
        new("PersonalData", texts => texts.PersonalData, "DeletePersonalData"),
    ];

    [Inject]
    public required ProfileMessages Texts { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <returns>The value of aria-current: "page" here, "true" when a page below it is open, null elsewhere.</returns>
    private string? Current(Item item)
    {
        var segments = Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var manage = Array.FindIndex(segments, segment => segment.Equals("Manage", StringComparison.OrdinalIgnoreCase));
        var page = segments.ElementAtOrDefault(manage + 1) ?? "";
        return page.Equals(item.Page, StringComparison.OrdinalIgnoreCase) ? "page"
            : item.Below.Contains(page, StringComparer.OrdinalIgnoreCase) ? "true"
            : null;
    }

    private sealed record Item(string Page, Func<ProfileMessages, string> Text, params string[] Below);
}
