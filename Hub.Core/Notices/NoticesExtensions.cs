using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Notices;

public static class NoticesExtensions
{
    /// <summary>Telling people about accounts that need them. <see cref="NoticeWriter"/> is the application's.</summary>
    public static IServiceCollection AddNotices(this IServiceCollection services) => services.AddSingleton<AttentionReader>();
}
