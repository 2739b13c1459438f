using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Identity;

public abstract class RegistrarTests(DatabaseProvider database) : IdentityTests(database)
{
    public sealed class OnSqlite() : RegistrarTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : RegistrarTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task the_first_person_becomes_Administrator_and_the_second_a_Member()
    {
        var first = Assert.IsType<RegistrationOutcome.Registered>(await RegisterAsync("ada@example.com"));
        var second = Assert.IsType<RegistrationOutcome.Registered>(await RegisterAsync("bob@example.com"));

        Assert.True(first.IsFirstAdministrator);
        Assert.False(second.IsFirstAdministrator);
        Assert.Equal([HubRoles.Administrator], await RolesAsync(first.User));
        Assert.Equal([HubRoles.Member], await RolesAsync(second.User));
    }

    [Fact]
    public async Task the_next_user_is_Administrator_until_somebody_registers()
    {
        Assert.True(await NextUserIsAdministratorAsync());
        await AddUserAsync("ada@example.com");
        Assert.False(await NextUserIsAdministratorAsync());
    }

    [Fact]
    public async Task when_many_register_first_at_the_same_moment_exactly_one_becomes_Administrator()
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var people = Enumerable
            .Range(1, 6)
            .Select(async number =>
            {
                await start.Task;
                return await RegisterAsync($"person{number}@example.com");
            })
            .ToList();

        start.SetResult();
        var outcomes = await Task.WhenAll(people);

        Assert.Single(outcomes, outcome => Assert.IsType<RegistrationOutcome.Registered>(outcome).IsFirstAdministrator);
        await using var scope = Store.Scope();
        Assert.Single(await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().GetUsersInRoleAsync(HubRoles.Administrator));
    }

    [Fact]
    public async Task when_one_address_registers_twice_at_the_same_moment_it_is_registered_once()
    {
        var outcomes = await Task.WhenAll(RegisterAsync("ada@example.com"), RegisterAsync("ada@example.com"));

        Assert.Single(outcomes.OfType<RegistrationOutcome.Registered>());
        Assert.Single(outcomes.OfType<RegistrationOutcome.Refused>());
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("ADA@Example.com")]
    [InlineData(" ada@example.com ")]
    [InlineData("\ufeffada@example.com\u200b")]
    public async Task an_address_that_is_taken_is_refused_once_in_words(string email)
    {
        await AddUserAsync("ada@example.com");

        var refused = Assert.IsType<RegistrationOutcome.Refused>(await RegisterAsync(email));

        Assert.Equal(["This email address is already registered."], refused.Errors.Select(error => error.Description));
    }

    [Fact]
    public async Task an_address_with_an_invisible_character_inside_is_refused_in_words()
    {
        var invalid = Assert.IsType<RegistrationOutcome.EmailInvalid>(await RegisterAsync("ada\u200b@example.com"));

        Assert.Equal(
            "There is a zero-width space at position 4 of the email address. Remove it.",
            MessageSets.Get<ValidationMessages>().Of(invalid.Error)
        );
        Assert.True(await NextUserIsAdministratorAsync());
    }

    [Theory]
    [InlineData("short", "at least 10 characters")]
    [InlineData("aaaaaaaaaaaa", "different characters")]
    public async Task a_weak_password_is_refused_and_nothing_is_left_behind(string password, string reason)
    {
        var refused = Assert.IsType<RegistrationOutcome.Refused>(await RegisterAsync("ada@example.com", password));

        Assert.Contains(refused.Errors, error => error.Description.Contains(reason, StringComparison.Ordinal));
        await using var db = await OpenAsync();
        Assert.Empty(await db.OfPeople().ToListAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await db.AuditEvents.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task what_is_no_address_or_longer_than_any_address_is_refused()
    {
        Assert.IsType<RegistrationOutcome.Refused>(await RegisterAsync("ada"));
        Assert.IsType<RegistrationOutcome.Refused>(await RegisterAsync(new string('a', 250) + "@example.com"));
    }

    [Fact]
    public async Task an_address_may_hold_more_than_letters_and_is_trimmed()
    {
        var before = Store.Time.GetUtcNow();
        var outcome = Assert.IsType<RegistrationOutcome.Registered>(await RegisterAsync(" o'neil+hub@example.com "));

        Assert.Equal("o'neil+hub@example.com", outcome.User.Email);
        Assert.InRange(outcome.User.CreatedAt, before, Store.Time.GetUtcNow());
    }

    [Fact]
    public async Task registering_is_in_the_audit_trail()
    {
        var ada = await AddUserAsync("ada@example.com");

        await using var db = await OpenAsync();
        var actions = await db
            .AuditEvents.Where(entry => entry.ActorId == ada.Value && entry.SubjectId == ada.Value)
            .Select(entry => entry.Action)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equivalent(new[] { AuditActions.AdministratorClaimed, AuditActions.UserRegistered }, actions, strict: true);
    }

    private async Task<bool> NextUserIsAdministratorAsync()
    {
        await using var scope = Store.Scope();
        return await scope
            .ServiceProvider.GetRequiredService<Registrar>()
            .NextUserIsAdministratorAsync(TestContext.Current.CancellationToken);
    }

    private async Task<IList<string>> RolesAsync(HubUser user)
    {
        await using var scope = Store.Scope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().GetRolesAsync(user);
    }
}
