using Hub.Core.Providers;
using Hub.Web.Messages;

namespace Hub.Web.Components.Linking;

/// <summary>
/// Values that the provider did not verify since it asked to slow down, and until when the same are not sent again. No record: those print
/// what they hold.
/// </summary>
internal sealed class RateLimitedValues(AuthMethod method, IReadOnlyList<string> values, DateTimeOffset until, Notice notice)
{
    public DateTimeOffset Until => until;

    public Notice Notice => notice;

    public bool Are(AuthMethod otherMethod, IReadOnlyList<string> others) =>
        method == otherMethod && values.SequenceEqual(others, StringComparer.Ordinal);
}
