using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Hub.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Who gets in, who does not, and what they are told: passwords, codes, passkeys, and the end of an account.</summary>
public sealed class SignInTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    private const string WrongPassword = "wrong horse battery";
    private const string NewPassword = "another horse battery";
    private const string SignInCookie = ".AspNetCore.Identity.Application";

    [Fact]
    public async Task after_a_wrong_password_the_right_one_still_leads_to_where_the_person_was_going()
    {
        await using var person = await SignedUpAsync();
        await person.ForgetSignInAsync();
        await person.GoAsync("/link/lever");
        var signIn = $"{shared.Hub.Address}/Account/Login?ReturnUrl=%2Flink%2Flever";
        await Expect(person.Page).ToHaveURLAsync(signIn);

        await person.SendSignInAsync(person.Email, WrongPassword);
        await Expect(person.Alert).ToContainTextAsync("The email or the password is wrong");
        await Expect(person.Page).ToHaveURLAsync(signIn);
        await Expect(person.Page.GetByLabel("Email")).ToHaveValueAsync(person.Email);
        await Expect(person.Page.GetByLabel("Password", new() { Exact = true })).ToHaveValueAsync("");

        await person.SendSignInAsync(person.Email, Person.Password);
        await Expect(person.Heading("Connect Lever")).ToBeVisibleAsync();
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/link/lever");
    }

    [Fact]
    public async Task neither_wrong_passwords_nor_the_lock_after_five_of_them_tell_who_is_registered()
    {
        await using var person = await SignedUpAsync();
        await person.ForgetSignInAsync();
        var unknown = await RefusalAsync(person, NewAddress(), WrongPassword);
        Assert.Equal($"{shared.Hub.Address}/Account/Login", unknown.Address);
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            Assert.Equal(unknown, await RefusalAsync(person, person.Email, WrongPassword));
        }

        // The lock is on: even the right password is refused, in the same words.
        Assert.Equal(unknown, await RefusalAsync(person, person.Email, Person.Password));
    }

    [Fact]
    public async Task who_tries_too_often_in_a_minute_has_to_wait()
    {
        await using var hub = await RunningHub.StartAsync("Hub:SignInAttemptsPerMinute=3");
        await using var person = await Person.OpenAsync(chromium, hub.Address);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await RefusalAsync(person, $"somebody{attempt}@example.com", WrongPassword);
        }

        var answer = await person.Page.RunAndWaitForResponseAsync(
            () => person.TrySignInAsync("somebody4@example.com", WrongPassword),
            response => response.Request.Method == "POST" && response.Url == $"{hub.Address}/Account/Login"
        );
        Assert.Equal(429, answer.Status);
        await Expect(person.Heading("Too many attempts")).ToBeVisibleAsync();
        var page = await person.GoAsync("/Account/Login");
        Assert.Equal(200, page!.Status);
    }

    [Theory]
    [InlineData("/link")]
    [InlineData("/Account/Manage")]
    public async Task who_signs_out_has_to_sign_in_again(string from)
    {
        await using var person = await SignedUpAsync();
        await person.GoAsync(from);
        if (from == "/link")
        {
            // The page puts the focus into its search box, which closes a menu that was opened before.
            await Expect(person.Page.Locator("[data-search]")).ToBeFocusedAsync();
        }

        await person.SignOutAsync();
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/");
        await person.GoAsync("/accounts");
        await Expect(person.Page).ToHaveURLAsync($"{shared.Hub.Address}/Account/Login?ReturnUrl=%2Faccounts");
        await Expect(person.Heading("Sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_outlives_the_browser_only_when_asked_to()
    {
        await using var person = await SignedUpAsync();
        await person.ForgetSignInAsync();
        await person.SignInAsync(person.Email);
        var cookie = await CookieAsync(person);
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, cookie.SameSite);
        Assert.Equal(-1, cookie.Expires);

        await person.SignOutAsync();
        await person.GoAsync("/Account/Login");
        await person.Page.GetByLabel("Keep me signed in").CheckAsync();
        await person.SendSignInAsync(person.Email, Person.Password);
        await person.Heading("No accounts yet").WaitForAsync();
        cookie = await CookieAsync(person);
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, cookie.SameSite);
        Assert.True(cookie.Expires > TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    }

    [Fact]
    public async Task with_two_factor_authentication_a_password_needs_a_code_until_it_is_turned_off()
    {
        await using var person = await SignedUpAsync();
        var (key, _) = await TurnOnTwoFactorAsync(person);

        await person.SignOutAsync();
        await person.TrySignInAsync(person.Email, Person.Password);
        await person.Heading("Enter your code").WaitForAsync();
        await SendCodeAsync(person, WrongCode(key));
        await Expect(person.Alert).ToContainTextAsync("That code is wrong");
        await person.GoAsync("/accounts");
        await Expect(person.Heading("Sign in")).ToBeVisibleAsync();

        await person.SendSignInAsync(person.Email, Person.Password);
        await person.Heading("Enter your code").WaitForAsync();
        await SendCodeAsync(person, Code(key));
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();

        await person.GoAsync("/Account/Manage/TwoFactorAuthentication");
        await person.Link("Turn off two-factor authentication").ClickAsync();
        await person.Button("Turn off").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Two-factor authentication is off.");
        await person.SignOutAsync();
        await person.TrySignInAsync(person.Email, Person.Password);
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task two_factor_authentication_does_not_turn_on_with_a_wrong_code()
    {
        await using var person = await SignedUpAsync();
        var key = await AuthenticatorKeyAsync(person);
        await person.Page.GetByLabel("Authenticator code").FillAsync(WrongCode(key));
        await person.Button("Turn on").ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("That code is wrong");
        Assert.Equal(key, await AuthenticatorKeyAsync(person));
    }

    [Fact]
    public async Task a_recovery_code_stands_in_for_the_phone_once()
    {
        await using var person = await SignedUpAsync();
        var (_, codes) = await TurnOnTwoFactorAsync(person);
        Assert.Equal(10, codes.Distinct().Count());

        await person.SignOutAsync();
        await SendRecoveryCodeAsync(person, codes[0]);
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
        await person.GoAsync("/Account/Manage/TwoFactorAuthentication");
        await Expect(person.Page.GetByText("You have 9 recovery codes left")).ToBeVisibleAsync();

        await person.SignOutAsync();
        await SendRecoveryCodeAsync(person, codes[0]);
        await Expect(person.Alert).ToContainTextAsync("it was already used");
        await SendRecoveryCodeAsync(person, codes[1]);
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_passkey_signs_in_without_a_password_until_it_is_removed()
    {
        await using var person = await WithPasskeyAsync();
        // Only the button is meant here: the browser of the test would take up a suggestion by itself.
        await person.Page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        await person.SignOutAsync();
        await person.GoAsync("/Account/Login");
        await person.Button("Sign in with a passkey").ClickAsync();
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();

        await RemovePasskeyAsync(person);
        await person.SignOutAsync();
        await person.GoAsync("/Account/Login");
        await person.Button("Sign in with a passkey").ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("Hub does not know this passkey");
    }

    [Fact]
    public async Task a_passkey_is_among_the_suggestions_of_the_browser_but_not_again_after_it_failed()
    {
        await using var person = await WithPasskeyAsync();
        Assert.SkipUnless(
            await person.Page.EvaluateAsync<bool>("PublicKeyCredential.isConditionalMediationAvailable()"),
            "This browser suggests no passkeys."
        );
        // The browser of the test takes up the suggestion by itself.
        await person.SignOutAsync();
        await OpenSignInAsync(person);
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();

        await RemovePasskeyAsync(person);
        await person.SignOutAsync();
        await OpenSignInAsync(person);
        await Expect(person.Alert).ToContainTextAsync("Hub does not know this passkey");
        Assert.Null(await person.Page.Locator("passkey-submit").GetAttributeAsync("autofill"));
    }

    [Fact]
    public async Task a_changed_password_replaces_the_old_one()
    {
        await using var person = await SignedUpAsync();
        await ChangePasswordAsync(person, WrongPassword);
        await Expect(person.Alert).ToHaveTextAsync("That is not your current password.");
        await ChangePasswordAsync(person, Person.Password);
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your password is changed.");

        // Here one stays signed in.
        await person.GoAsync("/accounts");
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
        await person.SignOutAsync();
        await RefusalAsync(person, person.Email, Person.Password);
        await person.TrySignInAsync(person.Email, NewPassword);
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task the_link_of_the_operator_sets_a_new_password_once()
    {
        await using var person = await SignedUpAsync();
        await person.ForgetSignInAsync();
        var (exitCode, output) = await RunningHub.RunToEndAsync("Development", shared.Hub.DataDirectory, ["reset-password", person.Email]);
        Assert.True(exitCode == 0, output);
        var link = Regex.Match(output, @"/Account/ResetPassword\?code=\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        await ResetPasswordAsync(person, link, SharedHub.AdministratorEmail, NewPassword);
        await Expect(person.Alert).ToContainTextAsync("This link is for another email address");
        await ResetPasswordAsync(person, link, person.Email, NewPassword);
        await Expect(person.Heading("Your new password is saved")).ToBeVisibleAsync();
        await ResetPasswordAsync(person, link, person.Email, "a third horse battery");
        await Expect(person.Alert).ToContainTextAsync("was already used");

        await RefusalAsync(person, person.Email, Person.Password);
        await person.TrySignInAsync(person.Email, NewPassword);
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_link_without_its_code_says_so()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.GoAsync("/Account/ResetPassword");
        await Expect(person.Heading("This link is not valid")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_Member_removes_the_account_with_the_password_and_can_no_longer_sign_in()
    {
        await using var person = await SignedUpAsync();
        await RemoveAccountAsync(person, WrongPassword);
        await Expect(person.Alert).ToHaveTextAsync("That is not your password.");
        await RemoveAccountAsync(person, Person.Password);
        await Expect(person.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your Hub account and everything linked to it are removed.");
        await person.GoAsync("/accounts");
        await Expect(person.Heading("Sign in")).ToBeVisibleAsync();
        await RefusalAsync(person, person.Email, Person.Password);
    }

    [Fact]
    public async Task the_only_Administrator_cannot_remove_the_account_and_is_told_why()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.SignInAsync(SharedHub.AdministratorEmail);
        await RemoveAccountAsync(person, Person.Password);
        await Expect(person.Alert).ToContainTextAsync("You are the only Administrator of this Hub");
        await person.SignOutAsync();
        await person.SignInAsync(SharedHub.AdministratorEmail);
        await person.GoAsync("/admin/accounts");
        await Expect(person.Heading("All accounts")).ToBeVisibleAsync();
    }

    private static string NewAddress() => $"{Guid.CreateVersion7():N}@example.com";

    private async Task<Person> SignedUpAsync(string? hub = null)
    {
        var person = await Person.OpenAsync(chromium, hub ?? shared.Hub.Address);
        await person.RegisterAsync(NewAddress());
        return person;
    }

    /// <summary>Tries to sign in and is refused.</summary>
    /// <returns>All that the answer tells.</returns>
    private static async Task<(string Address, string? Text)> RefusalAsync(Person person, string email, string password)
    {
        await person.TrySignInAsync(email, password);
        await Expect(person.Alert).ToContainTextAsync("The email or the password is wrong");
        return (person.Page.Url, await person.Page.GetByRole(AriaRole.Main).TextContentAsync());
    }

    private static async Task<BrowserContextCookiesResult> CookieAsync(Person person) =>
        (await person.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == SignInCookie);

    /// <summary>The key that the page shows for an authenticator app.</summary>
    private static async Task<string> AuthenticatorKeyAsync(Person person)
    {
        await person.GoAsync("/Account/Manage/EnableAuthenticator");
        return await person.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Code).InnerTextAsync();
    }

    private static async Task<(string Key, IReadOnlyList<string> RecoveryCodes)> TurnOnTwoFactorAsync(Person person)
    {
        var key = await AuthenticatorKeyAsync(person);
        await person.Page.GetByLabel("Authenticator code").FillAsync(Code(key));
        await person.Button("Turn on").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Two-factor authentication is on.");
        return (key, await person.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Code).AllInnerTextsAsync());
    }

    private static async Task SendCodeAsync(Person person, string code)
    {
        await person.Page.GetByLabel("Authenticator code").FillAsync(code);
        await person.Button("Sign in").ClickAsync();
    }

    private static async Task SendRecoveryCodeAsync(Person person, string code)
    {
        await person.TrySignInAsync(person.Email, Person.Password);
        await person.Link("Use a recovery code instead").ClickAsync();
        await person.Page.GetByLabel("Recovery code").FillAsync(code);
        await person.Button("Sign in").ClickAsync();
    }

    /// <summary>Somebody with a fingerprint sensor in the browser, a finger on it, and a passkey behind it.</summary>
    private async Task<Person> WithPasskeyAsync()
    {
        // A passkey belongs to a name; no browser makes one for a number.
        var person = await SignedUpAsync(shared.Hub.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        var browser = await person.Page.Context.NewCDPSessionAsync(person.Page);
        await browser.SendAsync("WebAuthn.enable");
        await browser.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new
                {
                    protocol = "ctap2",
                    transport = "internal",
                    hasResidentKey = true,
                    hasUserVerification = true,
                    isUserVerified = true,
                    automaticPresenceSimulation = true,
                },
            }
        );
        await person.GoAsync("/Account/Manage/Passkeys");
        await person.Button("Add a passkey").ClickAsync();
        await person.Page.GetByLabel("Name").FillAsync("\u200b\u202e");
        await person.Button("Save").ClickAsync();
        await Expect(person.Page.GetByText("Enter a name.")).ToBeVisibleAsync();
        await person.Page.GetByLabel("Name").FillAsync("\u202eMy laptop");
        await person.Button("Save").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The passkey is saved.");
        await Expect(person.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "My laptop" })).ToContainTextAsync("Added on");
        await Expect(person.Link("Rename My laptop")).ToBeVisibleAsync();
        return person;
    }

    private static async Task RemovePasskeyAsync(Person person)
    {
        await person.GoAsync("/Account/Manage/Passkeys");
        await person.Button("Remove My laptop").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("The passkey is removed.");
        await Expect(person.Page.GetByText("My laptop")).Not.ToBeVisibleAsync();
    }

    /// <summary>Presses the link of the header, and does not wait for the page: it may send itself.</summary>
    private static Task OpenSignInAsync(Person person) =>
        person.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true }).ClickAsync();

    private static async Task ChangePasswordAsync(Person person, string current)
    {
        await person.GoAsync("/Account/Manage/ChangePassword");
        await person.Page.GetByLabel("Current password").FillAsync(current);
        await person.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(NewPassword);
        await person.Page.GetByLabel("Confirm new password").FillAsync(NewPassword);
        await person.Button("Change password").ClickAsync();
    }

    private static async Task ResetPasswordAsync(Person person, string link, string email, string password)
    {
        await person.GoAsync(link);
        await person.Page.GetByLabel("Email").FillAsync(email);
        await person.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(password);
        await person.Page.GetByLabel("Confirm new password").FillAsync(password);
        await person.Button("Save password").ClickAsync();
    }

    private static async Task RemoveAccountAsync(Person person, string password)
    {
        await person.GoAsync("/Account/Manage/DeletePersonalData");
        await person.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await person.Button("Remove my account").ClickAsync();
    }

    internal static string Code(string key) => CodeAt(key, TimeStep);

    /// <returns>A code that is not good now, nor within the two and a half minutes around.</returns>
    private static string WrongCode(string key)
    {
        var near = Enumerable.Range(-5, 11).Select(step => CodeAt(key, TimeStep + step)).ToHashSet(StringComparer.Ordinal);
        return Enumerable
            .Range(0, 12)
            .Select(code => code.ToString("D6", CultureInfo.InvariantCulture))
            .First(code => !near.Contains(code));
    }

    private static long TimeStep => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    /// <summary>What an authenticator app shows (RFC 6238).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Authenticator apps use SHA-1, and as a keyed hash it is sound.")]
    private static string CodeAt(string key, long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(FromBase32(key.Replace(" ", "", StringComparison.Ordinal)), counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(
            text.Select(c =>
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal).ToString("B5", CultureInfo.InvariantCulture)
            )
        );
        return [.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))];
    }
}
