using System.Text.Json.Serialization;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Web.Api.StackOneHub;

/// <summary><c>/api/hub/accounts</c>: links accounts, and gives those of the session's origin owner new credentials.</summary>
internal static class StackOneAccounts
{
    public static void MapAccounts(this IEndpointRouteBuilder hub)
    {
        hub.MapPost("/accounts", LinkAsync)
            .WithName("createHubAccount")
            .WithSummary("Links an account")
            .WithMetadata(new ConflictInsteadOfUnauthorized())
            .Idempotent(CallingSession.IdOf);
        hub.MapGet("/accounts/{id:guid}", ReadAsync)
            .WithName("getHubAccount")
            .WithSummary("What an account's form starts with; secrets are masked");
        hub.MapPatch("/accounts/{id:guid}", EditAsync)
            .WithName("updateHubAccount")
            .WithSummary("Gives an account a new credential")
            .WithMetadata(new ConflictInsteadOfUnauthorized());
    }

    private static async Task<Results<Created<Linked>, ApiError>> LinkAsync(
        ApiBody<Form> form,
        CallingSession session,
        ProviderCatalog catalog,
        IAccountLinker linker,
        LinkErrors errors,
        LinkMessages messages,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (form.Error is { } error)
        {
            return error;
        }

        var grant = session.Grant;
        if (
            IntegrationId.Find(catalog, form.Value!.IntegrationId) is not var (provider, named)
            || (named ?? grant.MethodsOf(provider).FirstOrDefault(one => one is not AuthMethod.AuthorizationCode)) is not { } method
        )
        {
            return errors.ErrorOf(new LinkOutcome.ProviderUnknown(), provider: null, method: null)!;
        }

        if (form.Value.UnknownTo(method) is { } unknown)
        {
            return unknown;
        }

        var outcome = await linker.LinkAsync(
            grant.Owner,
            new LinkCommand.Link(provider.Slug, method.Kind, form.Value.Values)
            {
                Session = grant,
                Replacement = new Replacement.NoQuestion(),
            },
            progress: null,
            cancellationToken
        );
        return outcome is LinkOutcome.Linked linked
            ? TypedResults.Created($"{request.PathBase}/api/hub/accounts/{linked.AccountId}", new Linked(linked.AccountId, provider.Slug))
            : ErrorOf(outcome, provider, method, errors, messages);
    }

    private static async Task<Results<Ok<Editable>, ApiError>> ReadAsync(
        Guid id,
        CallingSession session,
        SessionAccounts accounts,
        ProviderCatalog catalog,
        CancellationToken cancellationToken
    ) =>
        await accounts.FindAsync(session.Grant, id, cancellationToken) is { } account
            ? TypedResults.Ok(
                new Editable(
                    account.Id,
                    account.ProviderSlug,
                    account.Values,
                    account.SecretEnds.ToDictionary(secret => secret.Key, secret => MaskedSecret.Of(secret.Value), StringComparer.Ordinal),
                    "1.0.0",
                    account.AuthMethod.ToName(),
                    "production",
                    IntegrationId.Of(catalog.Find(account.ProviderSlug)!, account.AuthMethod)
                )
            )
            : ApiError.NotFound("account");

    /// <summary>
    /// The account stays linked in the way it was. The component sends its whole form, but for secrets that nobody touched: what else is
    /// missing was emptied.
    /// </summary>
    private static async Task<Results<Ok<Linked>, ApiError>> EditAsync(
        Guid id,
        ApiBody<Form> form,
        CallingSession session,
        SessionAccounts accounts,
        ProviderCatalog catalog,
        IAccountLinker linker,
        LinkErrors errors,
        LinkMessages messages,
        CancellationToken cancellationToken
    )
    {
        if (form.Error is { } error)
        {
            return error;
        }

        var grant = session.Grant;
        if (
            await accounts.FindAsync(grant, id, cancellationToken) is not { } account
            || catalog.Find(account.ProviderSlug) is not { } provider
            || provider.FindMethod(account.AuthMethod) is not { } method
        )
        {
            return ApiError.NotFound("account");
        }

        if (form.Value!.IntegrationId is { } named && IntegrationId.Find(catalog, named)?.Provider != provider)
        {
            return ApiError.Invalid("integration_id", $"is not {provider.Name}'s, where this account is");
        }

        if (form.Value.UnknownTo(method) is { } unknown)
        {
            return unknown;
        }

        var values = method
            .Fields.Where(field => !field.IsSecret && !form.Value.Values.All.ContainsKey(field.Key))
            .Aggregate(form.Value.Values, (values, field) => values.With(field.Key, ""));
        var outcome = await linker.LinkAsync(
            grant.Owner,
            new LinkCommand.Edit(provider.Slug, method.Kind, values, id) { Session = grant, Replacement = new Replacement.NoQuestion() },
            progress: null,
            cancellationToken
        );
        return outcome is LinkOutcome.Linked linked
            ? TypedResults.Ok(new Linked(linked.AccountId, provider.Slug))
            : ErrorOf(outcome, provider, method, errors, messages);
    }

    /// <summary>What the element shows of an error: the message in Markdown, and below it on request what to do.</summary>
    private static ApiError ErrorOf(LinkOutcome outcome, Provider provider, AuthMethod method, LinkErrors errors, LinkMessages messages)
    {
        var error = errors.ErrorOf(outcome, provider, method)!;
        return error with
        {
            Message = messages.StackOneMessage(error.Message, outcome, method),
            ProviderResponse = messages.StackOneNextStep(outcome),
        };
    }

    /// <summary>The component's form.</summary>
    internal sealed record Form
    {
        /// <summary>Provider and auth method, e.g. <c>smartrecruiters.api_key</c>; a bare provider is its first method.</summary>
        public string? IntegrationId { get; init; }

        /// <summary>The fields' values.</summary>
        public IReadOnlyDictionary<string, string?>? Credentials { get; init; }

        /// <summary>A secret that comes back masked was not touched.</summary>
        [JsonIgnore]
        public CredentialValues Values =>
            new(
                (Credentials ?? new Dictionary<string, string?>(StringComparer.Ordinal))
                    .Where(pair => pair.Value is not null && !MaskedSecret.Is(pair.Value))
                    .ToDictionary(pair => pair.Key, pair => new Secret(pair.Value!), StringComparer.Ordinal)
            );

        /// <returns>The error; null where the method has all the fields.</returns>
        public ApiError? UnknownTo(AuthMethod method)
        {
            var unknown = Credentials?.Keys.Where(key => method.Find(key) is null).ToList() ?? [];
            return unknown.Count == 0
                ? null
                : ApiError.Invalid(
                    unknown.Select(key =>
                        KeyValuePair.Create(
                            $"credentials.{key}",
                            $"is not one of its fields, which are {string.Join(", ", method.Fields.Select(field => field.Key))}"
                        )
                    )
                );
        }

        private bool PrintMembers(System.Text.StringBuilder builder)
        {
            builder.Append(IntegrationId);
            return true;
        }
    }

    internal sealed record Linked(Guid Id, string Provider);

    /// <summary>In camelCase, unlike everything else.</summary>
    internal sealed record Editable(
        [property: JsonPropertyName("secureId")] Guid Id,
        string Provider,
        [property: JsonPropertyName("setupInformation")] IReadOnlyDictionary<string, string> Values,
        IReadOnlyDictionary<string, string> Secrets,
        string Version,
        [property: JsonPropertyName("authConfigKey")] string Method,
        string Environment,
        [property: JsonPropertyName("integrationId")] string IntegrationId
    );
}
