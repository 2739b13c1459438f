using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

internal static class TwoFactorOff
{
    /// <summary>
    /// Takes the key and the recovery codes along: what protected the user once must not come back unseen
    /// when two-factor authentication is turned on again.
    /// </summary>
    public static Func<UserManager<HubUser>, Task<IdentityResult>> TurnOffAsync(HubUser user) =>
        async users =>
        {
            if (await users.SetTwoFactorEnabledAsync(user, enabled: false) is { Succeeded: false } failed)
            {
                return failed;
            }

            await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 0);
            return await users.ResetAuthenticatorKeyAsync(user);
        };
}
