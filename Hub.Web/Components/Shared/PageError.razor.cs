using Hub.Core;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>Shown instead of a page that failed.</summary>
public sealed partial class PageError
{
    private readonly string _reference = LogReference.New();

    [Parameter, EditorRequired]
    public required Exception Exception { get; set; }

    [Inject]
    public required StatusMessages Texts { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ILogger<PageError> Logger { get; init; }

    // The boundary around the page has logged the exception itself.
    protected override void OnInitialized() => LogFailed(Logger, Exception.GetType().Name, _reference);

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed with {Exception} ({Reference})")]
    private static partial void LogFailed(ILogger logger, string exception, string reference);
}
