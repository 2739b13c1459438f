using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Connect;

public sealed partial class ConnectInvitation
{
    private const int MostShown = 6;

    [Parameter, EditorRequired]
    public required ConnectOffer Offer { get; set; }

    [Parameter]
    public bool IsBeginning { get; set; }

    [Parameter]
    public EventCallback OnContinue { get; set; }

    [Inject]
    public required ConnectSessionMessages Texts { get; init; }

    private string Title =>
        Offer.Grant.AccountId is null
            ? Texts.LinkFor(Offer.Owner)
            : Offer.Needed switch
            {
                CredentialKind.Key => Texts.NewKeyFor(Offer.Owner),
                CredentialKind.Authorization => Texts.AuthorizeAgainFor(Offer.Owner),
                CredentialKind.Either => Texts.RenewFor(Offer.Owner),
            };

    private MarkupString Asker =>
        (Offer.Issuer, Offer.Grant.Origin.Username) switch
        {
            (null, null) => new(Texts.ProductAsks),
            (null, { } user) => Texts.ProductAsksFor(user),
            ({ } issuer, null) => Texts.Asks(issuer),
            ({ } issuer, { } user) => Texts.AsksFor(issuer, user),
        };

    private string ProviderName => Offer.OnlyProvider?.Name ?? Texts.TheProvider;

    private string WhatYouDo =>
        Offer.Needed switch
        {
            CredentialKind.Key => Offer.OnlyProvider is { } provider ? Texts.EnterKey(provider.Name) : Texts.ChooseAndEnterKey,
            CredentialKind.Authorization => Texts.Authorize(ProviderName),
            CredentialKind.Either => Texts.EnterKeyOrAuthorize(ProviderName),
        };

    private string WhatIsStored =>
        Offer.Needed switch
        {
            CredentialKind.Key => Texts.KeyIsStored(ProviderName),
            CredentialKind.Authorization => Texts.AccessIsStored(ProviderName),
            CredentialKind.Either => Texts.EitherIsStored(ProviderName),
        };

    private string WhatItIsFor
    {
        get
        {
            var product = Offer.Issuer ?? Texts.TheProduct;
            return Offer.Needed switch
            {
                CredentialKind.Key => Texts.KeyIsFor(product, Offer.Owner, ProviderName),
                CredentialKind.Authorization => Texts.AccessIsFor(product, Offer.Owner, ProviderName),
                CredentialKind.Either => Texts.EitherIsFor(product, Offer.Owner, ProviderName),
            };
        }
    }

    private string ExpiryDate
    {
        get
        {
            var at = Offer.Grant.ExpiresAt.ToUniversalTime();
            return at.TimeOfDay == TimeSpan.Zero ? Dates.Day(at) : Dates.Minute(at);
        }
    }
}
