using Microsoft.AspNetCore.Identity;

namespace Hub.Core.Identity;

/// <summary>No deliverable address is longer, and the store's column holds little more.</summary>
public sealed class AddressLength : IUserValidator<HubUser>
{
    private const int Longest = 254;

    public Task<IdentityResult> ValidateAsync(UserManager<HubUser> manager, HubUser user) =>
        Task.FromResult(
            user.Email?.Length > Longest ? IdentityResult.Failed(manager.ErrorDescriber.InvalidEmail(user.Email)) : IdentityResult.Success
        );
}
