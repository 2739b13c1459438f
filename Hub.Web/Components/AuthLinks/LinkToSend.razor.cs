using System.Globalization;
using Hub.Core.Providers;
using Hub.Core.Sessions;
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

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired]
    public required string Issuer { get; set; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    private string Subject => $"Please link an account for {Origin.Name}";

    private string Mail =>
        $"""
            Hello{(Origin.Username is null ? "" : $" {Origin.Username}")},

            please link {What} for {Origin.Name}. Open this link in the browser in which you work; you need no account here, and a guide shows where to find the key:

            {Link}

            It is good until {ExpiresAt.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}{(
                EndsAfterOne ? ", for one account" : ""
            )}. Please do not pass it on: it works in one browser only.

            {Issuer}
            """;

    private string What => Providers.Count == 1 ? $"your {Catalog.Find(Providers[0])?.Name ?? Providers[0]} account" : "an account";

    private string MailAddress =>
        $"mailto:?subject={Uri.EscapeDataString(Subject)}&body={Uri.EscapeDataString(Mail.ReplaceLineEndings("\r\n"))}";
}
