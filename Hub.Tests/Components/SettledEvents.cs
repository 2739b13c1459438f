using AngleSharp.Dom;
using Bunit;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests;

/// <summary>
/// bUnit's events that return at once, for components on <see cref="AsyncStore"/>: they return when the store has answered. (They hide
/// bUnit's extension methods, because this namespace is nearer.)
/// </summary>
internal static class SettledEvents
{
    public static void Click(this IElement element) => element.Raise(() => element.ClickAsync(new MouseEventArgs()));

    public static void Change<T>(this IElement element, T value) => element.Raise(() => element.ChangeAsync(value));

    public static void Input<T>(this IElement element, T value) => element.Raise(() => element.InputAsync(value));

    public static void Submit(this IElement element) => element.Raise(() => element.SubmitAsync(EventArgs.Empty));

    public static void Blur(this IElement element) => element.Raise(() => element.BlurAsync(new FocusEventArgs()));

    /// <summary>Renders it with other parameters.</summary>
    public static void Render<T>(this IRenderedComponent<T> component, Action<ComponentParameterCollectionBuilder<T>> parameters)
        where T : IComponent
    {
        RenderedComponentRenderExtensions.Render(component, parameters);
        component.Services.GetRequiredService<BunitContext>().Settle();
    }

    /// <summary>Waits until the components have what they asked the store for.</summary>
    public static void Settle(this BunitContext context)
    {
        var store = context.Services.GetRequiredService<AsyncStore>();
        var dispatcher = context.Renderer.Dispatcher;
        // What an answer makes the components do stands in the queue, and may ask again. So it has to be idle more than once.
        for (var idle = 0; idle < 3; idle = store.IsIdle ? idle + 1 : 0)
        {
            Assert.True(SpinWait.SpinUntil(() => store.IsIdle, TimeSpan.FromSeconds(30)), "The store does not answer.");
            dispatcher.InvokeAsync(() => { }).GetAwaiter().GetResult();
            SpinWait.SpinUntil(() => !store.IsIdle, TimeSpan.FromMilliseconds(1));
            dispatcher.InvokeAsync(() => { }).GetAwaiter().GetResult();
        }
    }

    private static void Raise(this IElement element, Func<Task> raise)
    {
        // The element may be gone afterwards.
        var context = element.Owner!.Context.GetService<BunitContext>()!;
        // Not waited for: a handler that shows a dialog ends with it.
        var handler = raise();
        context.Settle();
        if (handler.IsFaulted)
        {
            handler.GetAwaiter().GetResult();
        }
    }
}
