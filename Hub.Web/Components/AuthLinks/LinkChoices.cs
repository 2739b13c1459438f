using System.Globalization;
using Hub.Core.Sessions;
using Hub.Web.Components.Linking;
using Hub.Web.Languages;
using Hub.Web.Messages;

namespace Hub.Web.Components.AuthLinks;

/// <summary>What people choose of every auth link: for how long it is valid, and the language of its page.</summary>
internal static class LinkChoices
{
    public const string LanguageField = "language";

    private static readonly int DefaultDays = (int)SessionLimits.AuthLinkLifetime.TotalDays;

    /// <summary>The lifetime that is chosen at first, in days.</summary>
    public static string DefaultLifetime { get; } = DefaultDays.ToString(CultureInfo.InvariantCulture);

    public static IReadOnlyList<RadioChoice.RadioOption> Lifetimes(AuthLinkMessages texts) =>
        [
            .. new[] { 1, 7, DefaultDays, 90 }.Select(days => new RadioChoice.RadioOption(
                days.ToString(CultureInfo.InvariantCulture),
                texts.LifetimeDays(days)
            )),
        ];

    public static IEnumerable<(string Value, string Label)> Languages(AuthLinkMessages texts) =>
        [("", texts.BrowserLanguage), .. Language.All.Select(language => (language.Tag, language.Name))];

    public static TimeSpan LifetimeOf(string days) => TimeSpan.FromDays(int.Parse(days, CultureInfo.InvariantCulture));
}
