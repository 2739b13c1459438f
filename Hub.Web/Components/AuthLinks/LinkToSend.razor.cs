using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Hub.Web.Components.AuthLinks;

/// <summary>Shows a new auth link to whoever made it.</summary>
public sealed partial class LinkToSend
{
    private const string Id = "auth-link";

    [Parameter, EditorRequired]
    public required string Link { get; set; }

    [Parameter, EditorRequired]
    public required OriginOwner Origin { get; set; }

    /// <summary>By slug; empty for all.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Providers { get; set; }

    [Parameter, EditorRequired]
    public required bool EndsAfterOne { get; set; }

    /// <summary>Whether an account is to get a new credential.</summary>
    [Parameter]
    public bool IsRenewal { get; set; }

    [Parameter, EditorRequired]
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The e-mail address of whoever sends the link.</summary>
    [Parameter, EditorRequired]
    public required string Issuer { get; set; }

    [Inject]
    public required AuthLinkMessages Texts { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required IOptions<ProductOptions> Product { get; init; }

    private string Mail =>
        $"""
            {(Origin.Username is { } person ? Texts.MailHello(person) : Texts.MailHelloNobody)}

            {Request}

            {Link}

            {(EndsAfterOne ? Texts.MailUntilOne(Dates.Day(ExpiresAt)) : Texts.MailUntil(Dates.Day(ExpiresAt)))}

            {Signature}
            """;

    private string ProductName => Product.Value.Name;

    /// <summary>Names the providers where they are few.</summary>
    private string Request =>
        ProviderNames switch
        {
            [var one] when IsRenewal => Texts.MailRenew(one, ProductName, CustomerName),
            [var one] => Texts.MailConnectOne(one, ProductName, CustomerName),
            [var first, var second] => Texts.MailConnectTwo(first, second, ProductName, CustomerName),
            [var first, var second, var third] => Texts.MailConnectThree(first, second, third, ProductName, CustomerName),
            _ => Texts.MailConnectAny(ProductName, CustomerName),
        };

    private string Subject =>
        ProviderNames is not [var one] ? Texts.MailSubject(ProductName, CustomerName)
        : IsRenewal ? Texts.MailSubjectRenew(one, ProductName, CustomerName)
        : Texts.MailSubjectProvider(one, ProductName, CustomerName);

    private string Signature => Product.Value.IsNamed ? $"{Issuer}\n{ProductName}" : Issuer;

    private string[] ProviderNames => [.. Providers.Select(slug => Catalog.Find(slug)?.Name ?? slug)];

    private string CustomerName => Origin.Name ?? Origin.Id;

    private string MailAddress =>
        $"mailto:?subject={Uri.EscapeDataString(Subject)}&body={Uri.EscapeDataString(Mail.ReplaceLineEndings("\r\n"))}";
}
