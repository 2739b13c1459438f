using Microsoft.AspNetCore.Identity;

namespace Hub.Core.Identity;

/// <summary>Rejects email addresses that are longer than any deliverable one. The database column holds little more.</summary>
public sealed class EmailLengthValidator : IUserValidator<HubUser>
{
    private const int MaxLength = 254;

    public Task<IdentityResult> ValidateAsync(UserManager<HubUser> manager, HubUser user) =>
        Task.FromResult(
            user.Email?.Length > MaxLength ? IdentityResult.Failed(manager.ErrorDescriber.InvalidEmail(user.Email)) : IdentityResult.Success
        );
}
