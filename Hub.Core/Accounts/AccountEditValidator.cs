using FluentValidation;
using Hub.Core.Inputs;
using Hub.Core.Sessions;

namespace Hub.Core.Accounts;

/// <summary>The rules for <see cref="AccountEdit"/>.</summary>
internal sealed class AccountEditValidator : AbstractValidator<AccountEdit>
{
    public AccountEditValidator()
    {
        RuleFor(edit => edit.OriginOwnerId).Required(new ValidationError.OwnerIdRequired()).When(edit => edit.OriginOwnerId is not null);
        RuleFor(edit => edit.OriginOwnerId).NotPadded().AtMost(OriginOwner.MaxLength);
        RuleFor(edit => edit.OriginOwnerName)
            .Required(new ValidationError.OwnerNameRequired())
            .When(edit => edit.OriginOwnerName is not null);
        RuleFor(edit => edit.OriginOwnerName).AtMost(OriginOwner.MaxLength);
        RuleFor(edit => edit.OriginUsername).NotBlank().AtMost(OriginOwner.MaxLength);
        RuleFor(edit => edit.Label).NotBlank().AtMost(LinkedAccountLimits.Label);
        RuleFor(edit => edit.Metadata).Metadata();
        RuleFor(edit => edit.Type).IsInEnum().WithError(new ValidationError.UnknownAccountType());
    }
}
