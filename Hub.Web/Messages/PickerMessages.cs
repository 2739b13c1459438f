using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Choosing a provider.</summary>
public sealed class PickerMessages(IStringLocalizer<PickerMessages> texts) : MessageSet(texts)
{
    public string Title => Text();

    public string WhichService => Text();

    public MarkupString TrySandbox(string address) => Markup(nameof(TrySandbox), address);

    public string IsAdministrator => Text();

    public string IsAdministratorText => Text();

    public string RequestLink => Text();

    public string AllGuides => Text();

    public string NotListed => Text();

    public MarkupString NotListedAdministrator => Markup(nameof(NotListedAdministrator));

    public string NotListedMember => Text();

    public string Search => Text();

    public string Category => Text();

    public string All => Text();

    public string Providers => Text();

    public string SearchEverywhere(int count) => Format(nameof(SearchEverywhere), count);

    public string ShowAll => Text();

    public string NoMatch(string search) => Format(nameof(NoMatch), search);

    public string NoMatchIn(string search, string category) => Format(nameof(NoMatchIn), search, category);

    public string Matches(int count) => Plural(nameof(Matches), count);

    public string EnterOpens(string provider) => Format(nameof(EnterOpens), provider);

    public string ShowAllCount(int count) => Plural(nameof(ShowAllCount), count);

    public string Count(int count) => Plural(nameof(Count), count);
}
