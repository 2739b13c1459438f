namespace Hub.Web.Messages;

public static class MessagesExtensions
{
    /// <summary>All sets of sentences, for constructors and <c>[Inject]</c>.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        services.AddLocalization();
        foreach (var set in typeof(MessageSet).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(MessageSet))))
        {
            services.AddSingleton(set);
        }

        return services;
    }
}
