using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The consent page of the sandbox.</summary>
public sealed class SandboxMessages(IStringLocalizer<SandboxMessages> texts) : MessageSet(texts)
{
    public string Title(string provider) => Format(nameof(Title), provider);

    public string Heading => Text();

    public string WhoAreYou => Text();

    public string Permissions => Text();

    public string ReadProfile => Text();

    public string Allow => Text();

    public string Deny => Text();

    public string Note => Text();
}
