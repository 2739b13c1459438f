using Hub.Core.Credentials;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Core.Accounts;

/// <inheritdoc cref="IAccountLinker"/>
internal sealed class AccountLinker(
    ProviderCatalog catalog,
    CredentialCompleter completer,
    ICredentialVerifier verifier,
    AccountSaver saver,
    VerificationRateLimiter limiter,
    KeyRingCheck keyRing,
    OwnerAuthorizer authorizer,
    ProviderSwitch providers
) : IAccountLinker
{
    public async Task<LinkOutcome> LinkAsync(
        OwnerId owner,
        LinkCommand command,
        IProgress<LinkStage>? progress,
        CancellationToken cancellationToken
    )
    {
        if (FindMethod(command) is not var (provider, method))
        {
            return new LinkOutcome.ProviderUnknown();
        }

        var completed = await completer.CompleteAsync(owner, command, provider, method, cancellationToken);
        if (completed.Refusal is null && completed.FindErrors(method) is { Count: > 0 } errors)
        {
            return new LinkOutcome.Invalid(errors);
        }

        if ((await FindRefusalAsync(owner, command, cancellationToken) ?? completed.Refusal) is { } refusal)
        {
            return refusal;
        }

        // What was filled in must still be what is stored when it is saved.
        command = command with
        {
            Seen = command.Seen ?? completed.Since,
        };
        var values = command.AuthorizedTokens?.AddTo(completed.Values) ?? completed.Values;
        progress?.Report(LinkStage.Contacting);
        var report = await verifier.VerifyAsync(provider, method, values, cancellationToken);
        if (VerifiedCredential.Of(report, provider, method, values) is not { } credential)
        {
            return new LinkOutcome.Refused(report.Outcome, report.Reference, report.IsRejectedInAllRegions);
        }

        // From here on it is stored whatever happens to the caller: a person who sees "saved" must find it.
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(LinkStage.Saving);
        return await saver.SaveAsync(owner, command, credential);
    }

    private (Provider Provider, AuthMethod Method)? FindMethod(LinkCommand command) =>
        catalog.Find(command.ProviderSlug) is { } provider
        && provider.FindMethod(command.AuthMethod) is { } method
        // Tokens that somebody brings along may be another client's.
        && method is not AuthMethod.AuthorizationCode == command.AuthorizedTokens is null
        && command.Session?.Allows(provider, method.Kind) != false
            ? (provider, method)
            : null;

    /// <returns>Why the provider is not asked; null where it is.</returns>
    private async Task<LinkOutcome?> FindRefusalAsync(OwnerId owner, LinkCommand command, CancellationToken cancellationToken)
    {
        if (!await authorizer.CanActAsync(owner, cancellationToken))
        {
            return new LinkOutcome.OwnerNotAllowed();
        }

        if (await providers.IsDisabledAsync(command.ProviderSlug, cancellationToken))
        {
            return new LinkOutcome.ProviderDisabled();
        }

        if (!await keyRing.FitsAsync(cancellationToken))
        {
            return new LinkOutcome.KeyRingDoesNotFit();
        }

        // Those who come with sessions of one owner do not know each other. An authorization was counted when it was started; an import has
        // the providers' own pace.
        if (
            command.AuthorizedTokens is null
            && command is not LinkCommand.Import
            && !limiter.Allows(command.Session?.SessionId ?? command.Caller?.Id ?? owner.Value)
        )
        {
            return new LinkOutcome.TooManyAttempts();
        }

        return command.Session is { } session ? await saver.FindSessionEndAsync(session, cancellationToken) : null;
    }
}
