namespace Hub.Web.Components.Identity;

/// <summary>What PasskeySubmit.razor.js sends in place of the form's other fields.</summary>
public sealed class PasskeyAnswer
{
    public string? CredentialJson { get; set; }

    /// <summary>The name of the browser's error when it gave no passkey.</summary>
    public string? Error { get; set; }
}

public enum PasskeyOperation
{
    Create,
    Request,
}

internal static class PasskeyLimits
{
    public const int Count = 10;
    public const int Name = 60;
}
