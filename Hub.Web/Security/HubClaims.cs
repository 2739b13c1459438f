using System.Security.Claims;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Hub.Web.Security;

/// <summary>Adds to the sign-in cookie what each request needs to know of a person, so that it need not read the store.</summary>
internal sealed class HubClaims(UserManager<HubUser> users, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<HubUser, IdentityRole<Guid>>(users, roles, options)
{
    public const string Language = "hub:language";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(HubUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.Language is { } language)
        {
            identity.AddClaim(new Claim(Language, language));
        }

        return identity;
    }
}
