namespace Hub.Core.Audit;

/// <summary>The names under which changes are recorded in <see cref="AuditEvent.Action"/>.</summary>
public static class AuditActions
{
    public const string AccountLinked = "account.linked";
    public const string AccountUpdated = "account.updated";
    public const string AccountRenamed = "account.renamed";
    public const string AccountVerified = "account.verified";
    public const string AccountUnlinked = "account.unlinked";
    public const string AccountHandedOver = "account.handed_over";
    public const string AccountIdentityChanged = "account.identity_changed";
    public const string AccountRefreshed = "account.refreshed";
    public const string AccountEdited = "account.edited";
    public const string AccountStatusChanged = "account.status_changed";
    public const string ProviderDisabled = "provider.disabled";
    public const string ProviderEnabled = "provider.enabled";
    public const string ProviderClientSaved = "provider_client.saved";
    public const string ProviderClientRemoved = "provider_client.removed";
    public const string CredentialRead = "account.credential_read";
    public const string KeyRingAccepted = "key_ring.accepted";
    public const string CredentialsRotated = "credentials.rotated";
    public const string SessionIssued = "session.issued";
    public const string SessionOpened = "session.opened";
    public const string SessionReissued = "session.reissued";
    public const string SessionMailed = "session.mailed";
    public const string SessionRevoked = "session.revoked";
    public const string AccessKeyIssued = "access_key.issued";
    public const string AccessKeyEnabled = "access_key.enabled";
    public const string AccessKeyDisabled = "access_key.disabled";
    public const string AccessKeyDeleted = "access_key.deleted";
    public const string UserRegistered = "user.registered";
    public const string UserRemoved = "user.removed";
    public const string AdministratorClaimed = "administrator.claimed";
    public const string AdministratorMade = "administrator.made";
    public const string PasswordResetIssued = "user.password_reset_issued";
    public const string PasswordReset = "user.password_reset";
    public const string PasswordChanged = "user.password_changed";
    public const string EmailChangeRequested = "user.email_change_requested";
    public const string EmailChanged = "user.email_changed";
    public const string NoticesByMailChanged = "user.notices_by_mail_changed";
    public const string TwoFactorEnabled = "user.two_factor_enabled";
    public const string TwoFactorDisabled = "user.two_factor_disabled";
    public const string AuthenticatorReset = "user.authenticator_reset";
    public const string RecoveryCodesGenerated = "user.recovery_codes_generated";
    public const string LanguageChanged = "user.language_changed";
    public const string PasskeyAdded = "user.passkey_added";
    public const string PasskeyRenamed = "user.passkey_renamed";
    public const string PasskeyRemoved = "user.passkey_removed";
}
