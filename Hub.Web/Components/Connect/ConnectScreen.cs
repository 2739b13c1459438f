using Hub.Core.Accounts;
using Hub.Core.Providers;

namespace Hub.Web.Components.Connect;

/// <summary>What the connect page shows. Closed.</summary>
internal abstract record ConnectScreen
{
    private ConnectScreen() { }

    /// <summary>Nothing is known of the link yet.</summary>
    public sealed record Opening : ConnectScreen;

    /// <summary>Who asks for what. Nothing is recorded before the person presses Continue.</summary>
    public sealed record Invitation(ConnectOffer Offer) : ConnectScreen;

    public sealed record Picker(ConnectOffer Offer) : ConnectScreen;

    /// <param name="Round">Each form is a new one.</param>
    /// <param name="ReturningAttempt">The authorization from which the person returned in this tab.</param>
    public sealed record Form(ConnectOffer Offer, Provider Provider, int Round, Guid? ReturningAttempt) : ConnectScreen;

    /// <param name="Provider">Null where the catalog has it no longer.</param>
    /// <param name="Method">How it was linked; null as the provider.</param>
    public sealed record Done(ConnectOffer Offer, Provider? Provider, AuthMethod? Method, LinkOutcome.Linked Linked) : ConnectScreen;

    public sealed record Ended(ConnectEnd End) : ConnectScreen;
}
