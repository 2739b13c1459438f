using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Web.Components.Accounts;

/// <summary>
/// Which accounts a list shows, as it stands in the address: <c>?status=error,expired&amp;provider=lever&amp;type=test</c>. What makes no
/// sense there is left out, and equal filters have equal texts.
/// </summary>
/// <param name="Status">Separated by commas; null for all but those that are unlinked.</param>
/// <param name="Provider">Slugs, separated by commas; null for all.</param>
/// <param name="Type">Null for all.</param>
public sealed record AccountFilter(string? Status, string? Provider, string? Type)
{
    public static readonly AccountFilter None = new(null, null, null);

    private static readonly AccountStatus[] AllStatuses = Enum.GetValues<AccountStatus>();
    private static readonly AccountType[] AllTypes = Enum.GetValues<AccountType>();

    /// <summary>What can be chosen, as it stands in the address.</summary>
    public static IEnumerable<(string Value, AccountStatus Status)> StatusChoices => AllStatuses.Select(one => (NameOf(one), one));

    /// <inheritdoc cref="StatusChoices"/>
    public static IEnumerable<(string Value, AccountType Type)> TypeChoices => AllTypes.Select(one => (NameOf(one), one));

    public bool IsNone => this == None;

    public IReadOnlyList<string> StatusValues => Split(Status);

    public IReadOnlyList<string> ProviderValues => Split(Provider);

    public IReadOnlyList<string> TypeValues => Split(Type);

    public IReadOnlyList<AccountStatus>? Statuses =>
        Status is null
            ? null
            : [.. StatusChoices.Where(one => StatusValues.Contains(one.Value, StringComparer.Ordinal)).Select(one => one.Status)];

    public IReadOnlyList<string>? Providers => Provider is null ? null : ProviderValues;

    public AccountType? AccountType => TypeValues is [var only] ? AllTypes.First(one => NameOf(one) == only) : null;

    /// <summary>Reads what anybody may have typed into an address.</summary>
    public static AccountFilter Read(string? status, string? provider, string? type, ProviderCatalog catalog) =>
        new(
            Join(Split(status), StatusChoices.Select(one => one.Value)),
            Join(Split(provider), catalog.All.Select(one => one.Slug)),
            Join(Split(type), TypeChoices.Select(one => one.Value))
        );

    public AccountFilter WithStatuses(IEnumerable<string> values) =>
        this with
        {
            Status = Join(values, StatusChoices.Select(one => one.Value)),
        };

    public AccountFilter WithProviders(IEnumerable<string> values) =>
        this with
        {
            Provider = Join(values, values.Order(StringComparer.Ordinal)),
        };

    public AccountFilter WithTypes(IEnumerable<string> values) => this with { Type = Join(values, TypeChoices.Select(one => one.Value)) };

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string[] Split(string? values) =>
        values?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <returns>Those of the values that are known, each once and always in the same order; null for none.</returns>
    private static string? Join(IEnumerable<string> values, IEnumerable<string> known)
    {
        var wanted = values.ToHashSet(StringComparer.Ordinal);
        var found = string.Join(',', known.Where(wanted.Contains));
        return found.Length == 0 ? null : found;
    }
}
