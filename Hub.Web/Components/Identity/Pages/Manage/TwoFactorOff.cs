using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

internal static class TwoFactorOff
{
    /// <summary>
    /// Turns two-factor authentication off, and removes the key and the recovery codes: they must not work again, unseen, when it is turned
    /// on again.
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
