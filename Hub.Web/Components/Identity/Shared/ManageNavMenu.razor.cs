using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Shared;

public sealed partial class ManageNavMenu
{
    private static readonly Item[] Items =
    [
        new("", "Profile"),
        new("ChangePassword", "Password"),
        new("TwoFactorAuthentication", "Two-factor", "EnableAuthenticator", "ResetAuthenticator", "Disable2fa", "GenerateRecoveryCodes"),
        new("Passkeys", "Passkeys", "RenamePasskey"),
        new("PersonalData", "Personal data", "DeletePersonalData"),
    ];

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

    private sealed record Item(string Page, string Text, params string[] Below);
}
