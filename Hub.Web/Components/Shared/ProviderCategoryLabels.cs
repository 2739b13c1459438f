using Hub.Core.Providers;

namespace Hub.Web.Components.Shared;

internal static class ProviderCategoryLabels
{
    public static string Label(this ProviderCategory category) => category switch
    {
        ProviderCategory.Ats => "Recruiting",
        ProviderCategory.Hris => "HR",
        ProviderCategory.Crm => "CRM",
        ProviderCategory.Support => "Support",
        ProviderCategory.Communication => "Communication",
        ProviderCategory.DevTools => "Developer tools",
    };
}
