using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Api;
using Hub.Web.Components.Authorization;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Hub.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Web.Authorization;

/// <summary>
/// How StackOne Hub starts an authorization, in a window of its own. The address holds the session's token and could be sent to anybody; so
/// it does not redirect by itself, but says whose account it becomes, and asks.
/// </summary>
internal static class StackOneAuthorization
{
    private const string Callback = "/embedded/accounts/callback";

    public static async Task<RazorComponentResult<AuthorizationDocument>> AskAsync(
        string integrationId,
        HttpContext context,
        SessionOpener opener,
        ConnectRateLimit limit,
        AuthorizationStarter starter,
        ProviderCatalog catalog,
        PublicAddress address,
        ValidationMessages validation,
        AuthorizationMessages messages,
        CancellationToken cancellationToken
    )
    {
        var query = context.Request.Query;
        var client = SignInRateLimit.ClientOf(context.Connection.RemoteIpAddress);
        if (!limit.MayTry(client))
        {
            return AuthorizationEndpoints.Page(new AuthorizationDocument.View.TooManyAttempts(), StatusCodes.Status429TooManyRequests);
        }

        if (LeadsElsewhere(query, address.Of(context.Request)))
        {
            return AuthorizationEndpoints.Page(new AuthorizationDocument.View.ForeignRedirect(), StatusCodes.Status400BadRequest);
        }

        var looked = await opener.LookWithoutBeginningAsync(query["token"], browser: null, cancellationToken);
        if (looked is not SessionOutcome.Open { Grant: var grant })
        {
            if (looked is SessionOutcome.Unknown)
            {
                limit.Failed(client);
            }

            return AuthorizationEndpoints.Page(new AuthorizationDocument.View.SessionEnded(), StatusCodes.Status410Gone);
        }

        if (
            IntegrationId.Find(catalog, integrationId) is not var (provider, named)
            || (named ?? grant.MethodsOf(provider).FirstOrDefault(method => method is AuthMethod.AuthorizationCode))
                is not AuthMethod.AuthorizationCode method
            || !grant.Allows(provider, method.Kind)
        )
        {
            return AuthorizationEndpoints.Page(new AuthorizationDocument.View.NotOffered(), StatusCodes.Status404NotFound);
        }

        var started = await StartAsync(starter, grant, provider, method, query, cancellationToken);
        return PageOf(started, grant, provider, method, validation, messages);
    }

    private static bool LeadsElsewhere(IQueryCollection query, string hub) =>
        query["redirect_uri"] is { Count: > 0 } back && back[0] is { Length: > 0 } asked && asked != hub + Callback;

    private static Task<StartOutcome> StartAsync(
        AuthorizationStarter starter,
        SessionGrant grant,
        Provider provider,
        AuthMethod.AuthorizationCode method,
        IQueryCollection query,
        CancellationToken cancellationToken
    )
    {
        Guid? attempt = query["connection_attempt_id"] is { Count: > 0 } given && Guid.TryParse(given[0], out var id) ? id : null;
        var values = new CredentialValues(
            method.Fields.ToDictionary(field => field.Key, field => new Secret(query[field.Key].ToString()), StringComparer.Ordinal)
        );
        return starter.StartAsync(
            grant.Owner,
            new LinkCommand.Link(provider.Slug, method.Kind, values) { Session = grant, Replacement = new Replacement.NoQuestion() },
            AttemptReturn.Component,
            attempt,
            cancellationToken
        );
    }

    private static RazorComponentResult<AuthorizationDocument> PageOf(
        StartOutcome started,
        SessionGrant grant,
        Provider provider,
        AuthMethod.AuthorizationCode method,
        ValidationMessages validation,
        AuthorizationMessages messages
    ) =>
        started switch
        {
            StartOutcome.Ready(_, var ticket) => AuthorizationEndpoints.Page(
                new AuthorizationDocument.View.Asking(
                    provider,
                    grant.Offered.ReasonsOf(provider, method.Flow),
                    grant.Origin.Name ?? grant.Origin.Id,
                    ticket
                )
            ),
            StartOutcome.AttemptEnded => AuthorizationEndpoints.Page(new AuthorizationDocument.View.Lost(), StatusCodes.Status410Gone),
            StartOutcome.Refused(LinkOutcome.Invalid(var errors)) => Refused(
                messages.NoticeOf(new AuthorizationFailure.InvalidValues(), provider) with
                {
                    Text = string.Join(' ', errors.Values.Select(validation.Of)),
                },
                StatusCodes.Status422UnprocessableEntity
            ),
            StartOutcome.Refused(var reason) => Refused(
                messages.NoticeOf(reason.ToFailure(provider), provider),
                StatusCodes.Status422UnprocessableEntity
            ),
            _ => throw new UnreachableException(),
        };

    private static RazorComponentResult<AuthorizationDocument> Refused(Notice notice, int status) =>
        AuthorizationEndpoints.Page(new AuthorizationDocument.View.Refused(notice), status);
}
