using Hub.Core.Providers;

namespace Hub.Web.Components.Shared;

internal static class ProviderCategoryLabels
{
    public static string Label(this ProviderCategory category) => category switch
    {
        ProviderCategory.Ats => "Recruiting",
        ProviderCategory.Hris => "HR",
        ProviderCategory.Learning => "Learning",
        ProviderCategory.Crm => "CRM",
        ProviderCategory.Marketing => "Marketing",
        ProviderCategory.Support => "Support",
        ProviderCategory.Productivity => "Work management",
        ProviderCategory.Communication => "Communication",
        ProviderCategory.Content => "Content",
        ProviderCategory.Surveys => "Forms and surveys",
        ProviderCategory.Payments => "Payments",
        ProviderCategory.DevTools => "Developer tools",
        ProviderCategory.Ai => "AI",
    };
}
