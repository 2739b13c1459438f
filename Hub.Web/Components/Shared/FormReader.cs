using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Shared;

/// <summary>
/// Reads one form in the browser, in one call: what stands in its inputs is what counts, whatever became of their events. The inputs are
/// those
/// with <c>data-field</c>; forms.js has the browser's part. See ADR 0021.
/// </summary>
public sealed class FormReader(IJSRuntime js)
{
    // More than ten fields can hold that are filled up to their limit. The values come in pieces, so that no message of the circuit grows
    // with them.
    private const long MaxBytes = 1_500_000;

    private int _latest;
    private int _latestSubmitted;

    /// <summary>Reads the form as it was when its button was pressed.</summary>
    /// <returns>Null where the form was submitted again meanwhile, or the browser is away: there is nothing to do then.</returns>
    public Task<FormValues?> ReadSubmittedAsync(ElementReference form, CancellationToken cancellationToken) =>
        ReadAsync(form, asSubmitted: true, cancellationToken);

    /// <summary>Reads the form as it is now.</summary>
    /// <returns>Null where another reading has begun meanwhile, or the browser is away.</returns>
    public Task<FormValues?> ReadAsync(ElementReference form, CancellationToken cancellationToken) =>
        ReadAsync(form, asSubmitted: false, cancellationToken);

    /// <summary>Shows other values than were read, where nobody has typed since.</summary>
    public async Task ShowAsync(ElementReference form, IReadOnlyList<Correction> corrections, CancellationToken cancellationToken)
    {
        if (corrections.Count == 0)
        {
            return;
        }

        try
        {
            await js.InvokeVoidAsync(
                "hubForms.show",
                cancellationToken,
                form,
                corrections.Select(correction => new[] { correction.Field, correction.Read, correction.Shown })
            );
        }
        catch (Exception e) when (IsOutOfReach(e))
        {
            // The next reading corrects them again.
        }
    }

    private async Task<FormValues?> ReadAsync(ElementReference form, bool asSubmitted, CancellationToken cancellationToken)
    {
        var reading = ++_latest;
        var submitted = asSubmitted ? ++_latestSubmitted : 0;
        try
        {
            await using var reference = await js.InvokeAsync<IJSStreamReference>("hubForms.read", cancellationToken, form, asSubmitted);
            await using var stream = await reference.OpenReadStreamAsync(MaxBytes, cancellationToken);
            var pairs = await JsonSerializer.DeserializeAsync<string[][]>(stream, cancellationToken: cancellationToken);
            // Whoever leaves a field in the moment after Enter takes nothing from what was submitted.
            var counts = asSubmitted ? submitted == _latestSubmitted : reading == _latest;
            return counts ? new FormValues(pairs!.ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal)) : null;
        }
        catch (Exception e) when (IsOutOfReach(e))
        {
            return null;
        }
    }

    // The connection is lost, the form is no longer in the page, or the person has left.
    private static bool IsOutOfReach(Exception e) =>
        e is JSException or JSDisconnectedException or OperationCanceledException or TimeoutException;

    /// <summary>A value that the server changed.</summary>
    public sealed record Correction(string Field, string Read, string Shown)
    {
        /// <summary>Names the field alone: values are secrets.</summary>
        public override string ToString() => Field;
    }
}

/// <summary>What stood in the inputs of a form. No record: those print what they hold.</summary>
public sealed class FormValues(ILookup<string, string> values)
{
    /// <summary>Of a form without inputs.</summary>
    public static FormValues None { get; } =
        new(Enumerable.Empty<string[]>().ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal));

    /// <summary>The value of a field; null where the form has none of that name, or nothing is chosen.</summary>
    public string? this[string field] => values[field].FirstOrDefault();

    /// <summary>What is chosen of several.</summary>
    public IReadOnlyList<string> All(string field) => [.. values[field]];
}
