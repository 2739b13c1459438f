using Hub.Core.Identity;

namespace Hub.Web.Hosting;

/// <summary>Who may create an account in Hub.</summary>
public sealed class RegistrationOptions
{
    /// <summary>Configuration key <c>Hub:Registration</c>.</summary>
    public RegistrationPolicy Registration { get; set; } = RegistrationPolicy.Open;

    internal bool IsOpen => Registration == RegistrationPolicy.Open;
}
