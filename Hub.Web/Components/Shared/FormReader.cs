using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Shared;

/// <summary>
/// Reads a form in the browser, in one call: the values of its inputs count, even if their events were lost. The inputs are those with
/// <c>data-field</c>; forms.js is the browser's part. See ADR 0021.
/// </summary>
public sealed class FormReader(IJSRuntime js)
{
    // More than ten full fields. The values come as a stream, so they do not enlarge a message of the circuit.
    private const long MaxBytes = 1_500_000;

    private int _latest;
    private int _latestSubmitted;

    /// <summary>Reads the form as it was when its button was pressed.</summary>
    /// <returns>Null when the form was submitted again meanwhile or the browser is gone: then there is nothing to do.</returns>
    public Task<FormValues?> ReadSubmittedAsync(ElementReference form, CancellationToken cancellationToken) =>
        ReadAsync(form, asSubmitted: true, cancellationToken);

    /// <summary>Reads the form as it is now.</summary>
    /// <returns>Null when another reading has begun meanwhile or the browser is gone.</returns>
    public Task<FormValues?> ReadAsync(ElementReference form, CancellationToken cancellationToken) =>
        ReadAsync(form, asSubmitted: false, cancellationToken);

    /// <summary>A reading that is in progress returns nothing: it may have begun before a choice that the server knows by now.</summary>
    public void Discard() => _latest++;

    /// <summary>Corrects values in the browser, unless somebody has typed since they were read.</summary>
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
            // Leaving a field right after Enter does not cancel the submission.
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
        /// <summary>Only the name of the field: values are secrets.</summary>
        public override string ToString() => Field;
    }
}

/// <summary>The values of a form. Not a record: records print their values, and these may be secrets.</summary>
public sealed class FormValues(ILookup<string, string> values)
{
    /// <summary>The values of a form without inputs.</summary>
    public static FormValues None { get; } =
        new(Enumerable.Empty<string[]>().ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal));

    /// <summary>The value of a field; null when the form has no such field or nothing is chosen.</summary>
    public string? this[string field] => values[field].FirstOrDefault();

    /// <summary>All values that are chosen.</summary>
    public IReadOnlyList<string> All(string field) => [.. values[field]];
}
