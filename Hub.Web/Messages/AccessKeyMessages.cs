using Hub.Core.AccessKeys;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The page of the access keys, and its dialogs.</summary>
public sealed class AccessKeyMessages(IStringLocalizer<AccessKeyMessages> texts) : MessageSet(texts)
{
    public string Title => Text();

    public string Lead => Text();

    public string Create => Text();

    public string Loading => Text();

    public string EmptyTitle => Text();

    public string EmptyText => Text();

    /// <summary>What the last characters of a key are, on hover.</summary>
    public string Hint => Text();

    public string State(AccessKeyState state) => Text($"{nameof(State)}_{state}");

    public string Enable => Text();

    public string Disable => Text();

    public string Delete => Text();

    public string Scopes => Text();

    public string AllScopes => Text();

    /// <param name="scope">A single one.</param>
    public string ScopeName(AccessScopes scope) => Text($"{nameof(ScopeName)}_{scope}");

    /// <param name="scope">A single one that keys can be given.</param>
    public string ScopeText(AccessScopes scope) => Text($"{nameof(ScopeText)}_{scope}");

    public string LastUsed => Text();

    public string Expires => Text();

    public string Expired => Text();

    public string Never => Text();

    public string Created => Text();

    public string CreatedBy => Text();

    public string DeletedUser => Text();

    public string Enabled(string name) => Format(nameof(Enabled), name);

    public string Disabled(string name) => Format(nameof(Disabled), name);

    public string Deleted(string name) => Format(nameof(Deleted), name);

    public string GoneTitle(string name) => Format(nameof(GoneTitle), name);

    public string GoneText => Text();

    public string NothingChanged => Text();

    public string NothingCreated => Text();

    public string NotAdministrator => Text();

    public string DeleteTitle(string name) => Format(nameof(DeleteTitle), name);

    /// <param name="hint">The last characters of the key.</param>
    public string DeleteText(string hint) => Format(nameof(DeleteText), hint);

    /// <param name="setting">The setting that contains the key.</param>
    public string DeleteSeeded(string setting) => Format(nameof(DeleteSeeded), setting);

    public string CreateTitle => Text();

    public string CopyTitle => Text();

    public string CopyText => Text();

    public string CopyKey => Text();

    public string TryIt => Text();

    public string TryItText => Text();

    public string CopyExample => Text();

    public string Name => Text();

    public string NameExample => Text();

    public string ScopesLegend => Text();

    public string Presets => Text();

    public string PresetLinkAndRead => Text();

    public string PresetReadOnly => Text();

    public string PresetAllButCredentials => Text();

    public string LifetimeDays(int days) => Plural(nameof(LifetimeDays), days);

    public string LifetimeYear => Text();

    public string ExpiresOn(string day) => Format(nameof(ExpiresOn), day);

    public string NeverExpires => Text();

    public string CreateConfirm => Text();

    public string Stored => Text();
}
