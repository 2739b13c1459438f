using Hub.Core;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Connect;

public sealed partial class ConnectFailed
{
    private readonly string _reference = LogReference.New();

    [Parameter, EditorRequired]
    public required Exception Exception { get; set; }

    /// <summary>What people can do about it.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    [Inject]
    public required ConnectSessionMessages Texts { get; init; }

    [Inject]
    public required ILogger<ConnectFailed> Logger { get; init; }

    // The boundary around the page has logged the exception itself.
    protected override void OnInitialized() => LogFailed(Logger, Exception.GetType().Name, _reference);

    [LoggerMessage(Level = LogLevel.Error, Message = "The connect page failed with {Exception} ({Reference})")]
    private static partial void LogFailed(ILogger logger, string exception, string reference);
}
