using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The popup that says what was linked.</summary>
public sealed class LinkedMessages(IStringLocalizer<LinkedMessages> texts) : MessageSet(texts)
{
    public string ConnectedTitle(string provider) => Format(nameof(ConnectedTitle), provider);

    public string UpdatedTitle(string provider) => Format(nameof(UpdatedTitle), provider);

    public string ReplacedTitle(string provider) => Format(nameof(ReplacedTitle), provider);

    public string KeySavedTitle => Text();

    public string ChangesSavedTitle => Text();

    public string NothingChangedTitle => Text();

    public string AuthorizedAgainTitle => Text();

    public string KeyReplaced(string provider) => Format(nameof(KeyReplaced), provider);

    public string ChangesAccepted(string provider) => Format(nameof(ChangesAccepted), provider);

    public string StoredKeyAccepted(string provider) => Format(nameof(StoredKeyAccepted), provider);

    /// <param name="labels">The labels of the fields.</param>
    public string Changed(string labels) => Format(nameof(Changed), labels);

    public string BelongsTo(string identity) => Format(nameof(BelongsTo), identity);

    public string ActiveAgain => Text();

    public string StillSuspended => Text();

    public string ReplacedFor(string owner, string provider) => Format(nameof(ReplacedFor), owner, provider);

    public string KeyUpdatedFor(string owner) => Format(nameof(KeyUpdatedFor), owner);

    public string KeyReadyFor(string owner) => Format(nameof(KeyReadyFor), owner);

    public string KeyUpdated => Text();

    public string KeyReady => Text();

    public string AccessReplaced => Text();

    public string AccessUpdatedFor(string owner) => Format(nameof(AccessUpdatedFor), owner);

    public string AccessReadyFor(string owner) => Format(nameof(AccessReadyFor), owner);

    public string AccessUpdated => Text();

    public string AccessReady => Text();

    public string AccessRenewed => Text();

    public string AccessUntil(string date) => Format(nameof(AccessUntil), date);

    public string AccessUntilRevoked(string provider) => Format(nameof(AccessUntilRevoked), provider);

    public string LinkedWithLimit => Text();

    public string SavedWithLimit => Text();

    public string NotGranted(string scopes) => Format(nameof(NotGranted), scopes);

    public string LinkAnother => Text();

    public string Done => Text();

    public string BackToAccount => Text();

    public string ViewInAccounts => Text();
}
