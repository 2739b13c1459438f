using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The lists of linked accounts: a person's own, and everybody's for Administrators.</summary>
public sealed class AccountsMessages(IStringLocalizer<AccountsMessages> texts) : MessageSet(texts)
{
    public string Title => Text();

    public string LinkRequests => Text();

    public string LinkAccount => Text();

    public string RequestLink => Text();

    public string EmptyTitle => Text();

    public string EmptyText => Text();

    public string LinkFirst => Text();

    /// <param name="href">The address of the page that makes link requests.</param>
    public MarkupString EmptyRequest(string href) => Markup(nameof(EmptyRequest), href);

    public string AllTitle => Text();

    public string AllLead => Text();

    public string AllEmptyText => Text();

    public string Loading => Text();

    public string Search => Text();

    public string NoMatch(string search) => Format(nameof(NoMatch), search);

    public string ShowAll => Text();

    public string SortBy => Text();

    /// <param name="key">As it stands in the address.</param>
    public string SortOrder(string key) => Text($"{nameof(SortOrder)}_{key}");

    /// <summary>A filter with what it lets through: "Status: Error, Expired".</summary>
    public string FilterOn(string filter, string values) => Format(nameof(FilterOn), filter, values);

    public string ClearFilter => Text();

    public string NoFilterMatch => Text();

    public string Columns => Text();

    public string Account => Text();

    public string Provider => Text();

    public string Owner => Text();

    public string Status => Text();

    public string Linked => Text();

    public string LastVerified => Text();

    public string Actions => Text();

    public string ActionsFor(string account) => Format(nameof(ActionsFor), account);

    public string LinkedFor(string customer) => Format(nameof(LinkedFor), customer);

    public string LinkedForPerson(string customer, string person) => Format(nameof(LinkedForPerson), customer, person);

    public string JustLinked => Text();

    public string JustUpdated => Text();

    public string ProductOwner => Text();

    public string AuthorizeAgain => Text();

    public string AuthorizeAgainAs(string account) => Format(nameof(AuthorizeAgainAs), account);

    public string EnterKeyAgain => Text();

    public string EnterKeyAgainFor(string account) => Format(nameof(EnterKeyAgainFor), account);

    public string Count(int accounts) => Plural(nameof(Count), accounts);

    public string Caption(int page, int pages) => Format(nameof(Caption), page, pages);
}
