using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>A component that calls the store or a provider. It stops when the person leaves, and runs one action at a time.</summary>
public abstract class HubComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _disposed = new();

    /// <summary>Whether an action is running that <see cref="OnceAsync"/> started.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>
    /// For <c>aria-disabled</c> of what starts an action. The attribute <c>disabled</c> would take the focus away, and a dialog that the
    /// action opens could not give it back. A second press does nothing: see <see cref="OnceAsync"/>.
    /// </summary>
    protected string? AriaDisabled => IsBusy ? "true" : null;

    /// <summary>Cancelled when the person leaves the component.</summary>
    protected CancellationToken Disposed => _disposed.Token;

    /// <summary>Runs an action unless one is running: a double click sends two events. Errors after the person left are ignored.</summary>
    protected async Task OnceAsync(Func<Task> action)
    {
        if (IsBusy)
        {
            return;
        }

        IsBusy = true;
        try
        {
            await UntilDisposedAsync(action);
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>Loads data to show. Errors after the person left are ignored.</summary>
    /// <remarks>SqlClient does not always throw <see cref="OperationCanceledException"/> when a query is cancelled.</remarks>
    protected async Task UntilDisposedAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        // Not disposed: running actions still use it.
        if (disposing)
        {
            _disposed.Cancel();
        }
    }
}
