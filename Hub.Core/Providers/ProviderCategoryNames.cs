namespace Hub.Core.Providers;

/// <summary>The names of categories.</summary>
public static class ProviderCategoryNames
{
    /// <param name="category">The category.</param>
    /// <returns>The category's name on pages.</returns>
    public static string Label(this ProviderCategory category) => category.Names()[0];

    /// <returns>The label, then other words that people search for.</returns>
    internal static string[] Names(this ProviderCategory category) =>
        category switch
        {
            ProviderCategory.Ats => ["Recruiting", "ATS", "Applicant tracking", "Hiring"],
            ProviderCategory.Hris => ["HR", "HRIS", "Human resources", "Payroll"],
            ProviderCategory.Learning => ["Learning", "LMS", "Training"],
            ProviderCategory.Crm => ["CRM", "Sales", "Customer relations"],
            ProviderCategory.Marketing => ["Marketing", "Email", "Newsletters"],
            ProviderCategory.Support => ["Support", "Helpdesk", "Customer service", "Ticketing"],
            ProviderCategory.Productivity => ["Work management", "Productivity", "Project management", "Tasks"],
            ProviderCategory.Communication => ["Communication", "Chat", "Messaging"],
            ProviderCategory.Content => ["Content", "CMS", "Documents", "Knowledge base"],
            ProviderCategory.Surveys => ["Forms and surveys", "Surveys"],
            ProviderCategory.Payments => ["Payments", "Billing"],
            ProviderCategory.DevTools => ["Developer tools", "Dev tools"],
            ProviderCategory.Ai => ["AI", "Artificial intelligence"],
        };
}
