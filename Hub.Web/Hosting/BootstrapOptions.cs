namespace Hub.Web.Hosting;

/// <summary>Configuration section <c>Hub:Bootstrap</c>: what Hub creates at start when it is missing, for unattended installs.</summary>
public sealed class BootstrapOptions
{
    /// <summary>The e-mail address of the Administrator, created when Hub has none.</summary>
    public string? AdminEmail { get; set; }

    public string? AdminPassword { get; set; }

    /// <summary>An access key with all scopes.</summary>
    public string? AccessKey { get; set; }

    /// <summary>As hard to guess as a key that Hub generates, and valid as the user name of HTTP Basic authentication.</summary>
    internal bool IsAccessKeyValid =>
        AccessKey is not { Length: > 0 } key
        || (key.Length is >= 32 and <= 512 && key.All(character => character is > ' ' and <= '~' and not ':'));
}
