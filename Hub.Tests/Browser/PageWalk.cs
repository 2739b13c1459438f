using Hub.Tests.Api;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>
/// Goes through every page and its main states: as a visitor, as an Administrator, as a Member, and as somebody with an auth link. It
/// finds elements by their markup and never by their text, so it works in every language. What is entered stands in the marks of
/// <see cref="Support.PseudoLocale"/>: it is data.
/// </summary>
/// <param name="look">Called in each state, with its name: the area, then what is shown.</param>
/// <param name="width">The width of the window.</param>
/// <param name="locale">The language that the browser asks for.</param>
internal sealed class PageWalk(Chromium chromium, ApiHub hub, Func<IPage, string, Task> look, int width = 1280, string? locale = null)
{
    private const string Submit = "main form button[type=submit]";
    private const string Dialog = ".mud-dialog";

    /// <summary>The last button of a dialog confirms; the first one cancels.</summary>
    private const string Confirm = ".mud-dialog-actions button:last-child";
    private const string Cancel = ".mud-dialog-actions button:first-child";

    public async Task WalkAsync()
    {
        // The first to register becomes the Administrator.
        await using var administrator = await OpenAsync();
        await VisitAsync(administrator, "identity: the first registration", "/Account/Register", Submit);
        await VisitAsync(administrator, "home: new", "/", "h1");
        await administrator.RegisterAsync("administrator@example.com");
        await Task.WhenAll(WalkAsVisitorAsync(), WalkAsMemberAsync(), WalkAsUserAsync(), WalkAsAdministratorAsync(administrator));
    }

    private async Task WalkAsVisitorAsync()
    {
        await using var visitor = await OpenAsync();
        foreach (
            var path in new[]
            {
                "/",
                "/providers",
                "/providers?q=recruit",
                "/providers?q=nobody",
                "/providers/zendesk",
                "/providers/sandbox-ats",
                "/providers/smartrecruiters",
                "/providers/greenhouse",
                "/providers/mailchimp",
                "/providers/slak",
                "/nowhere",
                "/status/403",
                "/status/429",
                "/status/500",
                "/status/503",
            }
        )
        {
            await VisitAsync(visitor, $"public: {path}", path, "h1");
        }

        foreach (var page in new[] { "ForgotPassword", "InvalidPasswordReset", "InvalidUser", "Lockout", "ResetPasswordConfirmation" })
        {
            await VisitAsync(visitor, $"identity: {page}", $"/Account/{page}", "h1");
        }

        foreach (var page in new[] { "Login", "Register", "ResetPassword?code=eA" })
        {
            await VisitAsync(visitor, $"identity: {page}", $"/Account/{page}", Submit);
            await PressAsync(visitor, $"identity: {page} without entries", Submit, ".validation-message");
        }

        await visitor.GoAsync("/Account/Login");
        await FillAsync(visitor, ("Input.Email", "nobody@example.com"), ("Input.Password", "wrong"));
        await PressAsync(visitor, "identity: a wrong password", Submit, "main [role=alert]");
        await visitor.GoAsync("/Account/Register");
        await FillAsync(visitor, ("Input.Email", "new@example.com"), ("Input.Password", "short"), ("Input.ConfirmPassword", "short"));
        await PressAsync(visitor, "identity: a short password", Submit, "main [role=alert]");
        await visitor.GoAsync("/Account/ResetPassword?code=eA");
        await FillAsync(
            visitor,
            ("Input.Email", "nobody@example.com"),
            ("Input.Password", Person.Password),
            ("Input.ConfirmPassword", Person.Password)
        );
        await PressAsync(visitor, "identity: a reset with a wrong link", Submit, "main [role=alert]");
        await VisitAsync(
            visitor,
            "sandbox: consent",
            "/sandbox/oauth/authorize?response_type=code&client_id=hub-sandbox&state=s&code_challenge_method=S256"
                + $"&code_challenge={new string('c', 43)}&redirect_uri={hub.Address}/connect/oauth2/sandbox-ats/callback",
            "form button"
        );
        await VisitAsync(visitor, "embed: outside of a frame", "/embed/connect", ".hub-unframed");
        await VisitAsync(visitor, "connect: no link", "/connect", ".empty h1");
        await VisitAsync(visitor, "connect: an unknown link", "/connect#hub_cs_unknown", ".flow h1");
    }

    /// <summary>The pages about the signed-in user.</summary>
    private async Task WalkAsUserAsync()
    {
        const string Manage = "/Account/Manage";
        await using var user = await OpenAsync();
        await user.RegisterAsync("user@example.com");
        foreach (var page in new[] { "", "/PersonalData", "/Passkeys", "/TwoFactorAuthentication", "/EnableAuthenticator" })
        {
            await VisitAsync(user, $"identity: {page}", Manage + page, "h1");
        }

        foreach (var page in new[] { "/ChangePassword", "/DeletePersonalData", "/EnableAuthenticator" })
        {
            await VisitAsync(user, $"identity: {page}", Manage + page, Submit);
            await PressAsync(user, $"identity: {page} without entries", Submit, ".validation-message");
        }

        await user.GoAsync($"{Manage}/DeletePersonalData");
        await FillAsync(user, ("Input.Password", "wrong"));
        await PressAsync(user, "identity: removal with a wrong password", Submit, "main [role=alert]");
        await user.GoAsync($"{Manage}/ChangePassword");
        await FillAsync(
            user,
            ("Input.CurrentPassword", Person.Password),
            ("Input.NewPassword", Person.Password),
            ("Input.ConfirmPassword", Person.Password)
        );
        await PressAsync(user, "identity: the password is changed", Submit, "main [role=status]");

        await user.GoAsync($"{Manage}/EnableAuthenticator");
        await FillAsync(user, ("Input.Code", "wrong"));
        await PressAsync(user, "identity: a wrong code", Submit, "main [role=alert]");
        var key = await user.Page.Locator("main code").InnerTextAsync();
        await FillAsync(user, ("Input.Code", SignInTests.Code(key)));
        await PressAsync(user, "identity: recovery codes", Submit, ".codes");
        foreach (var page in new[] { "TwoFactorAuthentication", "Disable2fa", "ResetAuthenticator", "GenerateRecoveryCodes" })
        {
            await VisitAsync(user, $"identity: {page} while it is on", $"{Manage}/{page}", "h1");
        }

        await user.ForgetSignInAsync();
        await user.GoAsync("/Account/Login");
        await FillAsync(user, ("Input.Email", user.Email), ("Input.Password", Person.Password));
        await PressAsync(user, "identity: the second factor", Submit, "[name='Input.Code']");
        await PressAsync(user, "identity: the second factor without a code", Submit, ".validation-message");
        await user.Page.Locator("main p > a").Last.ClickAsync();
        await user.Page.Locator("[autocapitalize=characters]").WaitForAsync();
        await look(user.Page, "identity: a recovery code");
    }

    private async Task WalkAsMemberAsync()
    {
        await using var member = await OpenAsync();
        await member.RegisterAsync("member@example.com");
        await VisitAsync(member, "accounts: none", "/accounts", ".empty");
        await VisitAsync(member, "accounts: no auth links", "/accounts/requests", ".empty");
        await VisitAsync(member, "public: for Administrators only", "/admin/accounts", "h1");
        await VisitAsync(member, "public: no such account", $"/accounts/{Guid.Empty}", "h1");

        await VisitAsync(member, "link: the picker", "/link", "[data-picker] .tile");
        await member.Page.Locator(".chip").Last.ClickAsync();
        await Expect(member.Page.Locator(".chip").Last).ToHaveAttributeAsync("aria-pressed", "true");
        await look(member.Page, "link: the picker with a category");
        await member.Page.Locator("[data-search]").FillAsync("sandbox");
        await LookAsync(member, "link: the picker with a match elsewhere", ".none");
        await member.Page.Locator("[data-search]").FillAsync("nobody");
        await LookAsync(member, "link: the picker without a match", ".none");
        await VisitAsync(member, "link: an unknown provider", "/link/slak", "h1");
        await VisitAsync(member, "link: a provider that is not set up", "/link/salesforce", "h1");
        await VisitAsync(member, "link: a form", "/link/zendesk", Submit);
        await PressAsync(member, "link: a form without entries", Submit, "[aria-invalid=true]");
        foreach (var key in new[] { "bad", "address", "busy", "down", "html", "redirect" })
        {
            await VisitAsync(member, $"link: the form for sandbox-{key}", "/link/sandbox-ats", Submit);
            await member.Page.Locator("[data-field=api_key]").FillAsync($"sandbox-{key}");
            await PressAsync(member, $"link: sandbox-{key}", Submit, "main [role=alert], [aria-invalid=true]");
        }

        await member.GoAsync("/link/sandbox-ats");
        await member.Page.Locator("[data-field=api_key]").FillAsync("sandbox-slow");
        await PressAsync(member, "link: progress", Submit, "[role=progressbar]");
        await member.GoAsync("/link/sandbox-ats");
        await member.Page.Locator("[data-field=api_key]").FillAsync("sandbox-limited");
        await PressAsync(member, "link: linked", Submit, Dialog);
        await member.Page.Locator(Confirm).ClickAsync();
        await LookAsync(member, "accounts: one", "table .name");
        await WalkEditAsync(member);
        await VisitAsync(member, "link: linked before", "/link/sandbox-ats", ".another");
        await AuthorizeAsync(member);

        await member.GoAsync("/accounts");
        await member.Page.Locator("table .name").First.ClickAsync();
        await LookAsync(member, "accounts: details", ".details .actions");
        await member.Page.Locator(".details .actions button").First.ClickAsync();
        await LookAsync(member, "accounts: verified", ".notice");
        await member.Page.Locator(".details .actions button").Nth(1).ClickAsync();
        await LookAsync(member, "accounts: rename", $"{Dialog} form");
        await member.Page.Locator(Cancel).ClickAsync();
        await member.Page.Locator(Dialog).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await member.Page.Locator(".unlink").ClickAsync();
        await LookAsync(member, "accounts: unlink", Dialog);
        await member.Page.Locator(Cancel).ClickAsync();
        await WalkAuthLinksAsync(member);
    }

    /// <summary>The form of an account that is linked, and the request for a new key.</summary>
    private async Task WalkEditAsync(Person member)
    {
        var page = member.Page;
        var account = await page.Locator("table .name").First.GetAttributeAsync("href");
        await VisitAsync(member, "accounts: edit", $"/{account}/edit", ".stored");
        await page.Locator(".stored button").ClickAsync();
        await LookAsync(member, "accounts: edit, a secret is replaced", "[data-field=api_key]");
        await page.Locator("[data-field=api_key]").FillAsync("sandbox-good-otto");
        await PressAsync(member, "accounts: edit, saved", Submit, Dialog);
        await VisitAsync(member, "accounts: ask for a new key", $"/{account}/request", Submit);
        await PressAsync(member, "accounts: ask for a new key, the link", Submit, ".send .link");
        await VisitAsync(member, "accounts: asked for a new key", "/accounts/requests", ".requests .renews");
    }

    /// <summary>Authorizes Hub in the provider's window: refuses first, then allows.</summary>
    private async Task AuthorizeAsync(Person member)
    {
        foreach (var decision in new[] { "deny", "allow" })
        {
            await VisitAsync(member, "link: authorization", "/link/sandbox-ats?method=oauth2_authorization_code", Submit);
            var window = await member.Page.RunAndWaitForPopupAsync(() => member.Page.Locator(Submit).First.ClickAsync());
            await LookAsync(member, "link: authorization in a window", "[role=progressbar]");
            await LookAsync(window, "sandbox: consent in a window", $"button[value={decision}]");
            await window.Locator($"button[value={decision}]").ClickAsync();
            await LookAsync(member, $"link: authorization, {decision}", $"main [role=alert], {Dialog}");
        }

        await VisitAsync(member, "authorize: the window", "/connect/oauth2/window", "h1");
        await VisitAsync(member, "authorize: lost", "/connect/oauth2/sandbox-ats/callback?code=c&state=s", "h1");
    }

    private async Task WalkAuthLinksAsync(Person issuer)
    {
        var page = issuer.Page;
        await VisitAsync(issuer, "accounts: an auth link", "/accounts/request", Submit);
        await PressAsync(issuer, "accounts: an auth link without entries", Submit, "[aria-invalid=true]");
        foreach (var scope in new[] { 1, 2 })
        {
            await page.Locator("input[name=scope]").Nth(scope).CheckAsync();
            await LookAsync(issuer, $"accounts: an auth link with scope {scope}", scope == 1 ? ".list .hub-check" : ".categories");
        }

        await page.Locator("input[name=scope]").First.CheckAsync();
        await page.Locator("[data-field=Name]").FillAsync("⟦Globex⟧");
        await page.Locator("[data-field=Id]").FillAsync("⟦globex-1⟧");
        await page.Locator("[data-field=Username]").FillAsync("⟦John⟧");
        await PressAsync(issuer, "accounts: the link to send", Submit, ".send .link");
        var link = await page.Locator(".send .link").InputValueAsync();
        await VisitAsync(issuer, "accounts: auth links", "/accounts/requests", ".requests tbody tr");
        await WalkAsGuestAsync(link);
        await VisitAsync(issuer, "accounts: a used auth link", "/accounts/requests", ".requests .linked");
        await page.Locator(".requests .actions button").First.ClickAsync();
        await LookAsync(issuer, "accounts: a new link", Dialog);
        await page.Locator(Confirm).ClickAsync();
        await LookAsync(issuer, "accounts: the new link", $"{Dialog} .send");
        await page.Locator(Confirm).ClickAsync();
        await page.Locator(Dialog).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.Locator(".revoke").First.ClickAsync();
        await LookAsync(issuer, "accounts: revoke", Dialog);
        await page.Locator(Confirm).ClickAsync();
        await LookAsync(issuer, "accounts: revoked", ".state.revoked");
    }

    /// <summary>Somebody opens an auth link.</summary>
    private async Task WalkAsGuestAsync(string link)
    {
        await using var guest = await OpenAsync();
        await guest.Page.GotoAsync(link);
        await LookAsync(guest, "connect: asked", ".ask");
        await guest.Page.Locator(".ask button").ClickAsync();
        await LookAsync(guest, "connect: the picker", ".tile");
        await using (var other = await OpenAsync())
        {
            await other.Page.GotoAsync(link);
            await LookAsync(other, "connect: in use elsewhere", ".message");
        }

        await guest.Page.Locator("[data-search]").FillAsync("sandbox");
        await Expect(guest.Page.Locator(".tile")).ToHaveCountAsync(1);
        await guest.Page.Locator(".tile button").ClickAsync();
        await LookAsync(guest, "connect: the form", "[data-field=api_key]");
        await guest.Page.Locator("[data-field=api_key]").FillAsync("sandbox-good");
        await guest.Page.Locator(".flow form button[type=submit]").Last.ClickAsync();
        await LookAsync(guest, "connect: finished", ".done");
    }

    private async Task WalkAsAdministratorAsync(Person administrator)
    {
        var page = administrator.Page;
        var account = await hub.LinkAsync("⟦customer⟧");
        await VisitAsync(administrator, "admin: all accounts", "/admin/accounts", "table");
        await VisitAsync(administrator, "admin: an account", $"/admin/accounts/{account}", "h1");
        await VisitAsync(administrator, "admin: access keys", "/admin/access-keys", ".keys li");
        await page.Locator(".keys .delete").First.ClickAsync();
        await LookAsync(administrator, "admin: delete an access key", Dialog);
        await page.Locator(Cancel).ClickAsync();
        await page.Locator(Dialog).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.Locator(".head button").ClickAsync();
        await LookAsync(administrator, "admin: create an access key", $"{Dialog} form");
        await PressAsync(
            administrator,
            "admin: an access key without entries",
            Confirm,
            $"{Dialog} [role=alert], {Dialog} [aria-invalid=true]"
        );
        await page.Locator("[data-field=access-key-name]").FillAsync("⟦A key⟧");
        await page.Locator(".preset").First.ClickAsync();
        await PressAsync(administrator, "admin: the access key", Confirm, "#access-key");
        await VisitAsync(administrator, "admin: provider apps", "/admin/providers", "main li");
        await VisitAsync(administrator, "admin: the sandbox's app", "/admin/providers/sandbox-ats", "main .sandbox");
        await VisitAsync(administrator, "admin: a provider app", "/admin/providers/salesforce", Submit);
        await PressAsync(administrator, "admin: a provider app without entries", Submit, "[aria-invalid=true]");
        await page.Locator("[data-field=client-id]").FillAsync("an-id");
        await page.Locator("[data-field=client-secret]").FillAsync("a-secret");
        await PressAsync(administrator, "admin: a saved provider app", Submit, "main .remove");
        await page.Locator("main .remove").ClickAsync();
        await LookAsync(administrator, "admin: remove a provider app", Dialog);
    }

    private Task<Person> OpenAsync() => Person.OpenAsync(chromium, hub.Address, width: width, locale: locale);

    private async Task VisitAsync(Person person, string state, string path, string ready)
    {
        await person.GoAsync(path);
        await LookAsync(person, state, ready);
    }

    private async Task PressAsync(Person person, string state, string button, string ready)
    {
        await person.Page.Locator(button).First.ClickAsync();
        await LookAsync(person, state, ready);
    }

    private Task LookAsync(Person person, string state, string ready) => LookAsync(person.Page, state, ready);

    private async Task LookAsync(IPage page, string state, string ready)
    {
        try
        {
            await page.Locator(ready).First.WaitForAsync();
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException(
                $"The walk does not reach “{state}” at {page.Url}, which shows: {await page.Locator("body").InnerTextAsync()}",
                e
            );
        }

        // What is shown until the circuit is there has gone.
        await Expect(page.Locator(".hub-starting")).ToBeHiddenAsync();
        await look(page, state);
    }

    private static async Task FillAsync(Person person, params (string Name, string Value)[] entries)
    {
        foreach (var (name, value) in entries)
        {
            await person.Page.Locator($"[name='{name}']").FillAsync(value);
        }
    }
}
