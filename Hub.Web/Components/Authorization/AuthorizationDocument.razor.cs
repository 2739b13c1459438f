using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Authorization;

public sealed partial class AuthorizationDocument
{
    [Parameter, EditorRequired]
    public required View Shown { get; set; }

    [Inject]
    public required AuthorizationMessages Failures { get; init; }

    [Inject]
    public required ConnectMessages Connect { get; init; }

    [Inject]
    public required AuthorizationPageMessages Texts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private static string StartAddress => $"connect/oauth2/start?{RequestLanguage.Parameter}={Language.Current.Tag}";

    private string Title =>
        Shown switch
        {
            View.Opening or View.Redirecting => Texts.OneMoment,
            View.Asking(var provider, _, _, _) => Texts.AuthorizeAt(provider.Name),
            View.Ended(var provider, AttemptStatus.Authenticated, _) => Texts.IsConnected(provider.Name),
            View.Ended(_, AttemptStatus.Pending or AttemptStatus.Asking, _) => Texts.AlmostDone,
            View.Ended(_, AttemptStatus.Expired, _) => Texts.Expired,
            View.Ended(_, _, null) => Connect.Cancelled,
            View.Ended(var provider, _, { } failure) => Failures.NoticeOf(failure, provider).Title,
            View.Closing => Texts.CanClose,
            View.Lost => Texts.Over,
            View.WrongBrowser => Texts.WrongBrowser,
            View.TooManyAttempts => Texts.TooManyAttempts,
            View.ForeignRedirect => Texts.ForeignRedirect,
            View.SessionEnded => Texts.Ended,
            View.NotOffered => Texts.NotOffered,
            View.Refused(var notice) => notice.Title,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>What the window shows. Closed.</summary>
    public abstract record View
    {
        private View() { }

        /// <summary>The window has just opened; only its address knows the ticket.</summary>
        public sealed record Opening : View;

        /// <summary>On the way to the provider.</summary>
        public sealed record Redirecting(Uri Target) : View;

        /// <summary>Before the way to the provider, where nothing tells that the person wants it.</summary>
        public sealed record Asking(Provider Provider, IEnumerable<string> Reasons, string OriginOwner, Secret Ticket) : View;

        /// <summary>Back from the provider.</summary>
        public sealed record Ended(Provider Provider, AttemptStatus Status, AuthorizationFailure? Failure) : View;

        /// <summary>Back from the provider, for a page that tells everything itself.</summary>
        public sealed record Closing : View;

        /// <summary>Nothing is known of the authorization any more.</summary>
        public sealed record Lost : View;

        /// <summary>It is another browser's, or another person's.</summary>
        public sealed record WrongBrowser : View;

        /// <summary>Too many unknown links were tried from this network.</summary>
        public sealed record TooManyAttempts : View;

        /// <summary>The address asks to be sent on to a page that is not Hub's.</summary>
        public sealed record ForeignRedirect : View;

        /// <summary>The connect session cannot be used any more.</summary>
        public sealed record SessionEnded : View;

        /// <summary>Nobody can authorize Hub there.</summary>
        public sealed record NotOffered : View;

        /// <summary>Hub does not start the authorization.</summary>
        public sealed record Refused(Notice Notice) : View;
    }
}
