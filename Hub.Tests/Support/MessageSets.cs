using Hub.Web.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Support;

/// <summary>The sets of sentences, as the product registers them.</summary>
internal static class MessageSets
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().AddMessages().BuildServiceProvider();

    public static T Get<T>()
        where T : MessageSet => Services.GetRequiredService<T>();

    public static object Get(Type set) => Services.GetRequiredService(set);
}
