using Hub.Core;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Mail;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace Hub.Web.Components.AuthLinks;

/// <summary>Shows a new auth link to whoever made it.</summary>
public sealed partial class LinkToSend
{
    private const string Id = "auth-link";

    private string _to = "";
    private string? _answer;
    private bool _isSent;

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

    /// <summary>The link's connect session.</summary>
    [Parameter, EditorRequired]
    public required Guid SessionId { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    [Inject]
    internal AuthLinkLetters Letters { get; init; } = default!;

    [Inject]
    public required AuthLinkMessages Texts { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required IOptions<ProductOptions> Product { get; init; }

    private string Hello => Origin.Username is { } person ? Texts.MailHello(person) : Texts.MailHelloNobody;

    private string Until => EndsAfterOne ? Texts.MailUntilOne(Dates.Day(ExpiresAt)) : Texts.MailUntil(Dates.Day(ExpiresAt));

    private string Mail =>
        $"""
            {Hello}

            {Request}

            {Link}

            {Until}

            {Signature}
            """;

    private Task SendAsync() =>
        OnceAsync(async () =>
        {
            var to = VisibleText.Trim(_to);
            var mailing = OwnerId.From((await AuthenticationState).User) is { } owner
                ? await Letters.SendAsync(owner, SessionId, () => Compose(to), CancellationToken.None)
                : AuthLinkMailing.Gone;
            (_answer, _isSent) = (Letters.Describe(mailing, to), mailing == AuthLinkMailing.Sent);
            _to = _isSent ? "" : to;
        });

    private Letter Compose(string to) =>
        new()
        {
            To = to,
            ReplyTo = Issuer,
            Subject = Subject,
            Paragraphs = [Hello, Request],
            Button = new LetterButton { Label = Texts.MailButton, Address = Link },
            Hints = [Until, Signature],
        };

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
