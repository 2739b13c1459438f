namespace Hub.Core.Identity;

/// <summary>Configuration key <c>Hub:Registration</c>: whether people may register by themselves.</summary>
public enum RegistrationPolicy
{
    Open,
    Closed,
}
