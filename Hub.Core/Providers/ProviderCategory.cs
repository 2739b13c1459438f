namespace Hub.Core.Providers;

/// <summary>The kind of software that a provider is.</summary>
public enum ProviderCategory
{
    Ats,
    Hris,
    Learning,
    Crm,
    Marketing,
    Support,
    Productivity,
    Communication,
    Content,
    Surveys,
    Payments,
    DevTools,
    Ai,
}
