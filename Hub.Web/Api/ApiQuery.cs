using System.Globalization;

namespace Hub.Web.Api;

/// <summary>Reads a query string as clients write them, and gathers what is wrong with it. Empty is the same as not there.</summary>
internal sealed class ApiQuery(IQueryCollection query)
{
    // More would be a request that no address holds.
    private const int MostValues = 100;

    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>What is wrong; null where nothing is.</summary>
    public ApiError? Error => _faults.Count == 0 ? null : ApiError.Invalid(_faults);

    /// <summary>A list, however it is written: <c>x=a&amp;x=b</c>, <c>x=a,b</c> or <c>x[]=a&amp;x[]=b</c>.</summary>
    public IReadOnlyList<string> List(string name)
    {
        var values = query[name]
            .Concat(query[$"{name}[]"])
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal)
            .Take(MostValues + 1)
            .ToList();
        if (values.Count > MostValues)
        {
            Fault(name, $"holds more than {MostValues} values");
        }

        return values;
    }

    /// <summary>A value that is taken as it stands, commas and all.</summary>
    public IEnumerable<string> Only(string name) => query[name].OfType<string>().Where(value => value.Length > 0).Take(MostValues);

    /// <returns>Null where it is not given.</returns>
    public int? Number(string name, int from, int to)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
        {
            return number;
        }

        Fault(name, to == int.MaxValue ? $"is not a whole number from {from}" : $"is not a whole number from {from} to {to}");
        return null;
    }

    /// <returns>False where it is not given.</returns>
    public bool Flag(string name)
    {
        var text = query[name].ToString();
        if (text.Length > 0 && !bool.TryParse(text, out _))
        {
            Fault(name, "is not true or false");
        }

        return text.Length > 0 && bool.TryParse(text, out var flag) && flag;
    }

    public void Fault(string name, string fault) => _faults.TryAdd(name, fault);
}
