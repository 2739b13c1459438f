using Hub.Core.Accounts;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

public sealed partial class ReplaceNotice
{
    private PresentAccount? _present;

    [Parameter, EditorRequired]
    public required ConnectContext Context { get; set; }

    [Inject]
    public required SessionAccounts Accounts { get; init; }

    [Inject]
    public required ILogger<ReplaceNotice> Logger { get; init; }

    [Inject]
    public required ReplaceMessages Texts { get; init; }

    protected override Task OnInitializedAsync() =>
        UntilDisposedAsync(async () =>
        {
            if (Context.Session is not { } session)
            {
                return;
            }

            try
            {
                _present = await Accounts.FindPresentAsync(session, Context.Provider.Slug, Disposed);
            }
            catch (Exception e) when (!Disposed.IsCancellationRequested)
            {
                // The form stays of use: another identity's account is not replaced without a question.
                LogNoAnswer(Logger, e, Context.Provider.Slug);
            }
        });

    private string TextOf(PresentAccount present) =>
        present.Name is { } name
            ? Texts.ReplacesNamed(Context.Provider.Name, Context.Session!.Origin.Name!, Dates.Day(present.Since), name)
            : Texts.Replaces(Context.Provider.Name, Context.Session!.Origin.Name!, Dates.Day(present.Since));

    [LoggerMessage(Level = LogLevel.Error, Message = "The store did not answer which account at {Provider} would be replaced")]
    private static partial void LogNoAnswer(ILogger logger, Exception exception, string provider);
}
