using System.Globalization;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Hub.Web.Components.Connect;

public sealed partial class ConnectInvitation
{
    private const int MostLogos = 3;
    private const int MostNames = 12;

    [Parameter, EditorRequired]
    public required ConnectOffer Offer { get; set; }

    /// <summary>The reader's, by its IANA id; null where the browser does not tell.</summary>
    [Parameter]
    public string? TimeZone { get; set; }

    [Parameter]
    public bool IsBeginning { get; set; }

    [Parameter]
    public EventCallback OnContinue { get; set; }

    [Inject]
    public required ConnectSessionMessages Texts { get; init; }

    [Inject]
    public required IOptions<ProductOptions> Product { get; init; }

    private bool IsRenewal => Offer.Grant.AccountId is not null;

    private string Title =>
        IsRenewal
            ? Offer.Needed switch
            {
                CredentialKind.Key => Texts.NewKeyFor(Offer.Owner),
                CredentialKind.Authorization => Texts.AuthorizeAgainFor(Offer.Owner),
                CredentialKind.Either => Texts.RenewFor(Offer.Owner),
            }
        : Offer.OnlyProvider is { } provider ? Texts.ConnectTo(provider.Name, Product.Value.Name)
        : Texts.ConnectAccountTo(Product.Value.Name);

    /// <summary>Who made the link. A product has a name only where the operator configured one.</summary>
    private string? AskerName => Offer.Issuer ?? (Product.Value.IsNamed ? Product.Value.Name : null);

    private MarkupString Asker =>
        (AskerName, Offer.Grant.Origin.Username, IsRenewal) switch
        {
            ({ } asker, null, false) => Texts.AsksToLink(asker, Offer.Owner),
            ({ } asker, { } person, false) => Texts.AsksPersonToLink(asker, person, Offer.Owner),
            (null, null, false) => Texts.ProductAsksToLink(Offer.Owner),
            (null, { } person, false) => Texts.ProductAsksPersonToLink(person, Offer.Owner),
            ({ } asker, null, true) => Texts.Asks(asker),
            ({ } asker, { } person, true) => Texts.AsksFor(asker, person),
            (null, null, true) => new(Texts.ProductAsks),
            (null, { } person, true) => Texts.ProductAsksFor(person),
        };

    private string ProviderName => Offer.OnlyProvider?.Name ?? Texts.TheProvider;

    /// <summary>What to do, whether it is safe, and how to end it.</summary>
    private IEnumerable<string> Points =>
        Offer.Needed switch
        {
            CredentialKind.Key =>
            [
                Offer.OnlyProvider is { } provider ? Texts.EnterKey(provider.Name) : Texts.ChooseAndEnterKey,
                Texts.KeyIsSafe(ProviderName),
                Texts.KeyIsRevocable(ProviderName),
            ],
            CredentialKind.Authorization => [Texts.Authorize(ProviderName), Texts.AccessIsSafe, Texts.AccessIsRevocable(ProviderName)],
            CredentialKind.Either =>
            [
                Texts.EnterKeyOrAuthorize(ProviderName),
                Texts.EitherIsSafe(ProviderName),
                Texts.EitherIsRevocable(ProviderName),
            ],
        };

    private string ProviderNames
    {
        get
        {
            var names = Language.Join(Offer.Providers.Take(MostNames).Select(provider => provider.Name));
            return Offer.Providers.Count > MostNames ? Texts.ProvidersAndMore(names, Offer.Providers.Count - MostNames) : names;
        }
    }

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
            var product = Product.Value.IsNamed ? Product.Value.Name : AskerName ?? Texts.TheProduct;
            return Offer.Needed switch
            {
                CredentialKind.Key => Texts.KeyIsFor(product, Offer.Owner, ProviderName),
                CredentialKind.Authorization => Texts.AccessIsFor(product, Offer.Owner, ProviderName),
                CredentialKind.Either => Texts.EitherIsFor(product, Offer.Owner, ProviderName),
            };
        }
    }

    private MarkupString Expiry
    {
        get
        {
            var at = Offer.Grant.ExpiresAt;
            var iso = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
            var text =
                TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
                    ? Texts.YourTime(Dates.LocalMinute(at, zone))
                    : Dates.Minute(at);
            return Offer.Grant.EndsAfterOne ? Texts.WorksOnceUntil(iso, text) : Texts.WorksUntil(iso, text);
        }
    }
}
