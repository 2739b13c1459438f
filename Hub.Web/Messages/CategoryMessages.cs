using Hub.Core.Providers;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The categories of providers.</summary>
public sealed class CategoryMessages(IStringLocalizer<CategoryMessages> texts) : MessageSet(texts)
{
    /// <summary>What a category is called.</summary>
    public string Of(ProviderCategory category) =>
        category switch
        {
            ProviderCategory.Ats => Ats,
            ProviderCategory.Hris => Hris,
            ProviderCategory.Learning => Learning,
            ProviderCategory.Crm => Crm,
            ProviderCategory.Marketing => Marketing,
            ProviderCategory.Support => Support,
            ProviderCategory.Productivity => Productivity,
            ProviderCategory.Communication => Communication,
            ProviderCategory.Content => Content,
            ProviderCategory.Surveys => Surveys,
            ProviderCategory.Payments => Payments,
            ProviderCategory.DevTools => DevTools,
            ProviderCategory.Ai => Ai,
        };

    public string Ats => Text();

    public string Hris => Text();

    public string Learning => Text();

    public string Crm => Text();

    public string Marketing => Text();

    public string Support => Text();

    public string Productivity => Text();

    public string Communication => Text();

    public string Content => Text();

    public string Surveys => Text();

    public string Payments => Text();

    public string DevTools => Text();

    public string Ai => Text();
}
