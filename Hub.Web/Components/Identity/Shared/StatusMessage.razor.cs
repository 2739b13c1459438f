using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Shared;

/// <summary>Says once what the page before has done.</summary>
public sealed partial class StatusMessage
{
    private AccountNotice? _notice;

    [Inject]
    public required NoticeMessages Texts { get; init; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private bool IsError =>
        _notice
            is AccountNotice.FormWasStale
                or AccountNotice.PasskeyNotAdded
                or AccountNotice.PasskeyKnown
                or AccountNotice.PasskeyNotFound
                or AccountNotice.PasskeyLimit;

    protected override void OnInitialized() => _notice = StatusCookie.Take(HttpContext);
}
