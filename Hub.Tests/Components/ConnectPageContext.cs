using AngleSharp.Dom;
using Bunit;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Verification;
using Hub.Web.Components.Linking;
using Microsoft.AspNetCore.Components;
using Moq;

namespace Hub.Tests.Components;

/// <summary>The wizard's second step with a linker that answers as told.</summary>
public abstract class ConnectPageContext : HubTestContext
{
    protected const string Key = "lum_nobody-may-see-this";

    protected static readonly LinkOutcome.Linked Linked = new(
        Guid.CreateVersion7(),
        "Jane Doe",
        new ProviderIdentity("Jane Doe", "jane@acme.example", "Acme", null),
        Address: null,
        Updated: false,
        MissingPermission: null
    );

    protected ConnectPageContext() =>
        Linker
            .Setup(linker =>
                linker.LinkAsync(Owner, It.IsAny<LinkCommand>(), It.IsAny<IProgress<LinkStage>>(), It.IsAny<CancellationToken>())
            )
            .Returns(
                (OwnerId _, LinkCommand request, IProgress<LinkStage> progress, CancellationToken token) =>
                {
                    if (request is LinkCommand.Edit edit)
                    {
                        Edits.Add(edit);
                    }
                    else
                    {
                        Requests.Add(Assert.IsType<LinkCommand.Link>(request));
                    }

                    Progress = progress;
                    Token = token;
                    return Answer(token);
                }
            );

    /// <summary>What the linker was asked, oldest first.</summary>
    protected IList<LinkCommand.Link> Requests { get; } = [];

    /// <summary>What it was asked of accounts that are linked, oldest first.</summary>
    protected IList<LinkCommand.Edit> Edits { get; } = [];

    protected IProgress<LinkStage>? Progress { get; private set; }

    protected CancellationToken Token { get; private set; }

    /// <summary>How the linker answers; it hangs until it is cancelled unless told.</summary>
    protected Func<CancellationToken, Task<LinkOutcome>> Answer { get; set; } = Hang;

    protected void AnswerWith(LinkOutcome outcome) => Answer = _ => Task.FromResult(outcome);

    protected IRenderedComponent<ConnectPage> RenderPage(string slug = "lumen") =>
        Render<ConnectPage>(page => page.Add(it => it.Slug, slug));

    protected IRenderedComponent<EditAccountPage> RenderEdit(Guid accountId) =>
        Render<EditAccountPage>(page => page.Add(it => it.AccountId, accountId));

    /// <summary>Presses Connect. The task ends with the handler: after the popup was closed, where there is one.</summary>
    protected static Task ConnectAsync(IRenderedComponent<IComponent> page) => page.Find("form").SubmitAsync();

    protected static IRenderedComponent<CredentialInput> Field(IRenderedComponent<IComponent> page, string label) =>
        page.FindComponents<CredentialInput>().Single(input => input.Instance.Field.Label == label);

    protected static IElement Input(IRenderedComponent<IComponent> page, string label) => Field(page, label).Find("input, select");

    /// <summary>Types and leaves the field.</summary>
    protected void Enter(IRenderedComponent<IComponent> page, string label, string value)
    {
        Type(page, label, value);
        Leave(page, label);
    }

    protected void Type(IRenderedComponent<IComponent> page, string label, string value) => Inputs.Enter(Input(page, label), value);

    protected static void Leave(IRenderedComponent<IComponent> page, string label) =>
        Field(page, label).Find("[data-field-box]").TriggerEvent("onfieldleave", EventArgs.Empty);

    protected string ValueOf(IRenderedComponent<IComponent> page, string label) => Inputs.ValueOf(Input(page, label));

    protected static IElement ConnectButton(IRenderedComponent<IComponent> page) => page.Find("button[type=submit]");

    private static async Task<LinkOutcome> Hang(CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        throw new System.Diagnostics.UnreachableException();
    }
}
