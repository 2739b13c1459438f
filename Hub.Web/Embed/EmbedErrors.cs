using System.Diagnostics;

namespace Hub.Web.Embed;

/// <summary>
/// Why the framed page could not open its session, for the developer of the page around it: cause and remedy. English only; the person
/// reads a sentence of their own.
/// </summary>
internal static class EmbedErrors
{
    public static string MessageOf(string code) =>
        code switch
        {
            "session_unknown" => "No session has this token. Was it made by this Hub, and passed whole?",
            "session_expired" => "The session has expired. Create a new one and pass its token; expires_in sets how long it lasts.",
            "session_used" => "The session was for one account (single_use), which is linked. Create a new one and pass its token.",
            "session_revoked" => "The session was revoked. Create a new one and pass its token.",
            "session_opened_elsewhere" => "This is the token of an auth link, and bound to a browser. Create a session for the embed.",
            "provider_not_allowed" =>
                "The session allows no provider that this Hub offers. Check its provider, integration_id and categories.",
            "account_gone" => "The account of account_id was unlinked. Create a session without account_id.",
            "too_many_attempts" => "Too many unknown tokens came from this visitor. Wait a minute, and check where your tokens come from.",
            "unavailable" => "Hub's database did not answer. Try again in a moment; Hub's log has the details.",
            _ => throw new UnreachableException(),
        };
}
