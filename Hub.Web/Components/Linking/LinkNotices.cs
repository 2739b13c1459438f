using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Web.Components.Shared;

namespace Hub.Web.Components.Linking;

/// <summary>What a person is told when Hub itself does not link an account.</summary>
internal static class LinkNotices
{
    public static Notice Of(ConnectContext context, AuthMethod method, LinkOutcome outcome)
    {
        var provider = context.Provider;
        return outcome switch
        {
            LinkOutcome.AccountGone => new Notice(
                "This account is no longer there",
                "It was unlinked in the meantime. Nothing was saved."
                    + (
                        context.Session is null
                            ? " To link it again, choose “Link account”; what you entered is still here to copy."
                            : " Whoever sent you the link knows what to do."
                    )
            ),
            LinkOutcome.OtherIdentity(var accountName, var identity) when identity == ProviderIdentity.Unknown => new Notice(
                $"{provider.Name} does not say whose key this is",
                $"So it cannot replace {accountName}'s. Nothing was saved. Give the key the right that the guide asks for{OrAlone("it")}."
            ),
            LinkOutcome.OtherIdentity(var accountName, var identity) => new Notice(
                "This key belongs to another account",
                $"It is {identity.DisplayName(provider.Name)}'s, not {accountName}'s. Nothing was saved. "
                    + $"Enter a key of {accountName}{OrAlone("this one")}."
            ),
            LinkOutcome.ProviderUnknown when method.Flow is not null => new Notice(
                $"Signing in at {provider.Name} is no longer offered",
                "Hub's operator took away what it needs. Nothing was saved. Load the page again to see what is offered now."
            ),
            LinkOutcome.ProviderUnknown => new Notice("This provider is no longer offered", "Hub's operator took it out of the catalog."),
            LinkOutcome.TooManyAttempts => new Notice(
                "Too many attempts",
                "Hub verifies only so many keys a minute for one person. Nothing was saved, and what you entered is still here: "
                    + "wait a minute, then press Connect."
            ),
            LinkOutcome.SessionEnded(var state) => new Notice(
                state == SessionState.Expired ? "This link has expired"
                    : state == SessionState.Used ? "This link was used already"
                    : "This link was withdrawn",
                "Nothing was saved. Ask whoever sent it for a new one; what you entered is still here to copy."
            ),
            LinkOutcome.OwnerNotAllowed when context.Session is not null => new Notice(
                "This link is no longer good",
                "Whoever sent it is not here any more. Nothing was saved."
            ),
            LinkOutcome.OwnerNotAllowed => new Notice("Your sign-in has ended", "Nothing was saved. What you entered stays here.")
            {
                SignIn = true,
            },
            LinkOutcome.KeyRingDoesNotFit => new Notice(
                "Hub's key ring does not fit",
                "Hub cannot store keys safely at the moment. Nothing was saved. Tell Hub's operator; what you entered is still "
                    + "here to copy."
            ),
            _ => throw new UnreachableException(),
        };

        // The way out for those who have the rest of Hub at hand.
        string OrAlone(string what) => context.Session is null ? $", or link {what} as an account of its own from “Link account”" : "";
    }
}
