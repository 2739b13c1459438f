using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hub.Core.Accounts;

/// <summary>A reason, and since when it holds.</summary>
/// <param name="Since">UTC.</param>
public sealed record DatedReason(StatusReason Reason, DateTimeOffset Since)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // It is no part of a page, and is compared as text.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="stored">What <see cref="Write"/> returned.</param>
    internal static IReadOnlyList<DatedReason> Read(string? stored) =>
        stored is null
            ? []
            : [.. JsonSerializer.Deserialize<Stored[]>(stored, Json)!.Select(one => new DatedReason(one.ToReason(), one.Since))];

    /// <returns>A JSON array; null for none.</returns>
    internal static string? Write(IReadOnlyCollection<DatedReason> reasons) =>
        reasons.Count == 0 ? null : JsonSerializer.Serialize(reasons.Select(Stored.Of), Json);

    private sealed record Stored(string Code, string? Arguments, DateTimeOffset Since)
    {
        public static Stored Of(DatedReason one)
        {
            var (code, arguments) = StatusReason.Write(one.Reason);
            return new Stored(code!, arguments, one.Since);
        }

        public StatusReason ToReason() => StatusReason.Read(Code, Arguments)!;
    }
}
