using Hub.Core.Identity;

namespace Hub.Web.Hosting;

/// <summary>Who gets in: configuration keys <c>Hub:Registration</c>, <c>Hub:SignInAttemptsPerMinute</c> and <c>Hub:Bootstrap</c>.</summary>
public sealed class SignUpOptions
{
    public RegistrationPolicy Registration { get; set; } = RegistrationPolicy.Open;

    /// <summary>How many passwords and codes one client may try in a minute; 0 is no limit.</summary>
    public int SignInAttemptsPerMinute { get; set; } = 30;

    public BootstrapOptions Bootstrap { get; set; } = new();
}

/// <summary>What Hub makes at start where it lacks it, for unattended installs.</summary>
public sealed class BootstrapOptions
{
    /// <summary>The Administrator, where Hub has none.</summary>
    public string? AdminEmail { get; set; }

    public string? AdminPassword { get; set; }

    /// <summary>An access key with all scopes.</summary>
    public string? AccessKey { get; set; }

    /// <summary>As hard to guess as one that Hub makes itself, and fit to be the user name of HTTP Basic authentication.</summary>
    internal bool IsAccessKeyFit =>
        AccessKey is not { Length: > 0 } key
        || (key.Length is >= 32 and <= 512 && key.All(character => character is > ' ' and <= '~' and not ':'));
}
