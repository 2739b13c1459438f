using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

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

    [Parameter, EditorRequired]
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The e-mail address of whoever sends the link.</summary>
    [Parameter, EditorRequired]
    public required string Issuer { get; set; }

    [Inject]
    public required AuthLinkMessages Texts { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    private string Mail =>
        $"""
            {(Origin.Username is { } person ? Texts.MailHello(person) : Texts.MailHelloNobody)}

            {Request}

            {Link}

            {(EndsAfterOne ? Texts.MailUntilOne(Dates.Day(ExpiresAt)) : Texts.MailUntil(Dates.Day(ExpiresAt)))}

            {Issuer}
            """;

    private string Request =>
        Providers.Count == 1
            ? Texts.MailLinkProvider(Catalog.Find(Providers[0])?.Name ?? Providers[0], CustomerName)
            : Texts.MailLinkAny(CustomerName);

    private string CustomerName => Origin.Name ?? Origin.Id;

    private string MailAddress =>
        $"mailto:?subject={Uri.EscapeDataString(Texts.MailSubject(CustomerName))}"
        + $"&body={Uri.EscapeDataString(Mail.ReplaceLineEndings("\r\n"))}";
}
