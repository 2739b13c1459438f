using Hub.Web.Api;
using Microsoft.AspNetCore.Localization;

namespace Hub.Web.Languages;

/// <summary>Makes every page speak the language of whoever asks for it. The API speaks English.</summary>
internal static class LanguageExtensions
{
    public static void AddLanguages(this IServiceCollection services) =>
        services.Configure<RequestLocalizationOptions>(static options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Language.English.Culture);
            options.SupportedCultures = options.SupportedUICultures = [.. Language.All.Select(language => language.Culture)];
            options.RequestCultureProviders = [new RequestLanguage()];
            options.ApplyCurrentCultureToResponseHeaders = true;
        });

    /// <summary>After authentication, which knows the person's setting.</summary>
    public static void UseLanguages(this IApplicationBuilder app) =>
        app.UseWhen(static context => !ApiErrors.Serves(context), static pages => pages.UseRequestLocalization());
}
