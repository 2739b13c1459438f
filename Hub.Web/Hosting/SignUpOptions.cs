using Hub.Core.Identity;

namespace Hub.Web.Hosting;

/// <summary>Who gets in: configuration keys <c>Hub:Registration</c>, <c>Hub:SignInAttemptsPerMinute</c> and <c>Hub:Bootstrap</c>.</summary>
public sealed class SignUpOptions
{
    public RegistrationPolicy Registration { get; set; } = RegistrationPolicy.Open;

    /// <summary>How many passwords and codes one client may try in a minute; 0 is no limit.</summary>
    public int SignInAttemptsPerMinute { get; set; } = 30;

    public BootstrapAdministrator Bootstrap { get; set; } = new();
}

/// <summary>The Administrator that Hub creates at start when it has none, for unattended installs.</summary>
public sealed class BootstrapAdministrator
{
    public string? AdminEmail { get; set; }

    public string? AdminPassword { get; set; }
}
