using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>What people do with the mails that Hub sends them, here as files.</summary>
public sealed class MailTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    private const string NewPassword = "another horse battery";

    [Fact]
    public async Task who_forgot_the_password_chooses_another_by_a_link_that_works_once()
    {
        await using var person = await SignedUpAsync();
        await person.ForgetSignInAsync();
        await RequestResetAsync(person, person.Email);
        var mail = await shared.Hub.MailToAsync(person.Email, "Choose a new password");
        var link = mail.LinkIn("/Account/ResetPassword");
        Assert.StartsWith($"{shared.Hub.Address}/", link, StringComparison.Ordinal);

        await ChoosePasswordAsync(person, link);
        await Expect(person.Heading("Your new password is saved")).ToBeVisibleAsync();
        await ChoosePasswordAsync(person, link);
        await Expect(person.Alert).ToContainTextAsync("was already used");
        await person.TrySignInAsync(person.Email, NewPassword);
        await Expect(person.Heading("No accounts yet")).ToBeVisibleAsync();
        // The link is in no log.
        Assert.DoesNotContain(link.Split("code=")[1], shared.Hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Email, shared.Hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_answer_does_not_tell_who_is_registered()
    {
        await using var person = await SignedUpAsync();
        await person.ForgetSignInAsync();
        var known = await RequestResetAsync(person, person.Email);
        var unknownAddress = NewAddress();
        Assert.Equal(known, await RequestResetAsync(person, unknownAddress));
        // Of two requests the second is handled last.
        await shared.Hub.MailToAsync(person.Email, "Choose a new password");
        var last = NewAddress();
        await using var other = await Person.OpenAsync(chromium, shared.Hub.Address);
        await other.RegisterAsync(last);
        await other.ForgetSignInAsync();
        await RequestResetAsync(other, last);
        await shared.Hub.MailToAsync(last, "Choose a new password");
        Assert.DoesNotContain(await shared.Hub.MailsAsync(), mail => mail.To.Mailboxes.Any(to => to.Address == unknownAddress));
    }

    [Fact]
    public async Task a_new_address_counts_once_its_owner_confirmed_it_and_the_old_one_is_told()
    {
        await using var person = await SignedUpAsync();
        var address = NewAddress();
        await person.GoAsync("/Account/Manage");
        await person.Link("Change email address").ClickAsync();
        await RequestChangeAsync(person, address, "wrong horse battery");
        await Expect(person.Alert).ToHaveTextAsync("That is not your password.");
        await RequestChangeAsync(person, SharedHub.AdministratorEmail, Person.Password);
        await Expect(person.Alert).ToHaveTextAsync("This email address is already registered.");
        await RequestChangeAsync(person, address, Person.Password);
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("on its way to the new address");
        await Expect(person.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(person.Email);

        var notice = await shared.Hub.MailToAsync(person.Email, "was requested");
        Assert.Contains(address, notice.TextBody, StringComparison.Ordinal);
        Assert.EndsWith("/Account/Manage/ChangePassword", notice.LinkIn("/Manage/"), StringComparison.Ordinal);
        var link = (await shared.Hub.MailToAsync(address, "Confirm")).LinkIn("/Account/ConfirmEmail");
        await person.Page.GotoAsync(link);
        await person.Button("Confirm this address").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your email address is changed");
        await Expect(person.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(address);

        await person.Page.GotoAsync(link);
        await person.Button("Confirm this address").ClickAsync();
        await Expect(person.Alert).ToContainTextAsync("was already used");
        await person.ForgetSignInAsync();
        await person.TrySignInAsync(person.Email, Person.Password);
        await Expect(person.Alert).ToContainTextAsync("is wrong");
        await person.SignInAsync(address);
    }

    [Fact]
    public async Task a_changed_password_stops_the_change_of_the_address()
    {
        await using var person = await SignedUpAsync();
        var address = NewAddress();
        await person.GoAsync("/Account/Manage/ChangeEmail");
        await RequestChangeAsync(person, address, Person.Password);
        var link = (await shared.Hub.MailToAsync(address, "Confirm")).LinkIn("/Account/ConfirmEmail");
        await person.GoAsync("/Account/Manage/ChangePassword");
        await person.Page.GetByLabel("Current password").FillAsync(Person.Password);
        await person.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(NewPassword);
        await person.Page.GetByLabel("Confirm new password").FillAsync(NewPassword);
        await person.Button("Change password").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your password is changed");
        await person.Page.GotoAsync(link);
        await person.Button("Confirm this address").ClickAsync();
        await Expect(person.Alert).ToBeVisibleAsync();
        await person.Page.GotoAsync($"{link[..^4]}AAAA");
        await Expect(person.Heading("This link is not valid")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task a_broken_account_is_told_on_every_page_and_by_mail_until_it_is_closed_or_unsubscribed_from()
    {
        await using var person = await SignedUpAsync();
        await shared.AddAccountsAsync(person.Email, 1);
        var account = await BreakAsync(person.Email);

        await person.GoAsync("/accounts");
        var banner = person.Page.GetByRole(AriaRole.Region, new() { Name = "Accounts that need your attention" });
        await Expect(banner).ToContainTextAsync("1 account needs your attention");
        await Expect(banner.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", $"accounts/{account}/edit");
        await person.GoAsync("/Account/Manage");
        await Expect(banner).ToBeVisibleAsync();
        await banner.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(banner).ToBeHiddenAsync();
        await person.GoAsync("/accounts");
        await Expect(person.Heading("Accounts")).ToBeVisibleAsync();
        await Expect(banner).ToBeHiddenAsync();

        var mail = await shared.Hub.MailToAsync(person.Email, "does not work any more");
        Assert.Equal($"{shared.Hub.Address}/accounts/{account}/edit", mail.LinkIn("/accounts/"));
        var unsubscribe = mail.Headers[MimeKit.HeaderId.ListUnsubscribe]!.Trim('<', '>');
        // What opens the link to look at it changes nothing.
        await person.ForgetSignInAsync();
        await person.Page.GotoAsync(unsubscribe);
        Assert.True(await NoticesByMailAsync(person.Email));
        await person.Button("Stop these emails").ClickAsync();
        await Expect(person.Heading("You get no more of these emails")).ToBeVisibleAsync();
        Assert.False(await NoticesByMailAsync(person.Email));

        await person.SignInAsync(person.Email);
        await person.GoAsync("/Account/Manage");
        var choice = person.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Email me when one of my accounts needs me" });
        await Expect(choice).Not.ToBeCheckedAsync();
        await choice.CheckAsync();
        await person.Button("Save").Last.ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your choice is saved.");
        Assert.True(await NoticesByMailAsync(person.Email));

        // A mail program does it by itself, without a cookie (RFC 8058).
        await using var answer = await person.Page.Context.APIRequest.PostAsync(
            unsubscribe,
            new()
            {
                Headers = [new("Content-Type", "application/x-www-form-urlencoded"), new("Cookie", "")],
                DataString = "List-Unsubscribe=One-Click",
            }
        );
        Assert.Equal(200, answer.Status);
        Assert.False(await NoticesByMailAsync(person.Email));
    }

    [Fact]
    public async Task a_link_request_is_sent_by_mail_in_place_of_copying_it()
    {
        await using var person = await SignedUpAsync();
        var link = await person.RequestAsync("Globex");
        var to = NewAddress();
        await person.Page.GetByLabel("Send the email to").FillAsync("nobody");
        await person.Button("Send email").ClickAsync();
        await Expect(person.Page.GetByText("Enter an email address")).ToBeVisibleAsync();
        await person.Page.GetByLabel("Send the email to").FillAsync(to);
        await person.Button("Send email").ClickAsync();
        await Expect(person.Page.GetByText($"The email to {to} is on its way.")).ToBeVisibleAsync();

        var mail = await shared.Hub.MailToAsync(to, "Please connect an account");
        Assert.Equal(link, mail.LinkIn("/connect"));
        Assert.Equal(person.Email, mail.ReplyTo.Mailboxes.Single().Address);
        Assert.DoesNotContain(link.Split('#')[1], shared.Hub.Output, StringComparison.Ordinal);
    }

    private static string NewAddress() => $"{Guid.CreateVersion7():N}@example.com";

    private async Task<Person> SignedUpAsync()
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address);
        await person.RegisterAsync(NewAddress());
        return person;
    }

    /// <returns>All that the answer tells.</returns>
    private static async Task<(string Address, string? Text)> RequestResetAsync(Person person, string email)
    {
        await person.GoAsync("/Account/ForgotPassword");
        await person.Page.GetByLabel("Email").FillAsync(email);
        await person.Button("Send link").ClickAsync();
        await Expect(person.Heading("Check your email")).ToBeVisibleAsync();
        return (person.Page.Url, await person.Page.GetByRole(AriaRole.Main).TextContentAsync());
    }

    private static async Task ChoosePasswordAsync(Person person, string link)
    {
        await person.Page.GotoAsync(link);
        await person.Page.GetByLabel("Email").FillAsync(person.Email);
        await person.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(NewPassword);
        await person.Page.GetByLabel("Confirm new password").FillAsync(NewPassword);
        await person.Button("Save password").ClickAsync();
    }

    private static async Task RequestChangeAsync(Person person, string address, string password)
    {
        await person.Page.GetByLabel("New email address").FillAsync(address);
        await person.Page.GetByLabel("Current password").FillAsync(password);
        await person.Button("Send confirmation link").ClickAsync();
    }

    /// <summary>As when the provider rejects the key of the person's account.</summary>
    private Task<Guid> BreakAsync(string email) =>
        shared.ChangeAsync(async db =>
        {
            var account = await db.LinkedAccounts.SingleAsync(one => one.Owner!.Email == email, TestContext.Current.CancellationToken);
            db.SetReason(account, ReasonGroup.Credential, new StatusReason.KeyRejected(), Actor.Hub, TimeProvider.System.GetUtcNow());
            return account.Id;
        });

    private Task<bool> NoticesByMailAsync(string email) =>
        shared.ChangeAsync(db =>
            db.Users.Where(user => user.Email == email)
                .Select(user => user.NoticesByMail)
                .SingleAsync(TestContext.Current.CancellationToken)
        );
}
