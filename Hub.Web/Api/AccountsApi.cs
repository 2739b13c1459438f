using System.Text.Json;
using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Web.Api;

/// <summary>Linked accounts, as products see and change them.</summary>
internal static class AccountsApi
{
    private const int MostOnAPage = 100;

    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts
            .MapGet("", ListAsync)
            .RequireScope(AccessScopes.AccountsRead)
            .WithName("listLinkedAccounts")
            .WithSummary("List linked accounts")
            .WithDescription(
                "Newest first. A page that is shorter than asked for is the last one. Lists are written as x=a&x=b, x=a,b or x[]=a&x[]=b."
            )
            .TakesQuery("page", "Counted from 1.", number: true)
            .TakesQuery("page_size", "1 to 100; 25 unless given.", number: true)
            .TakesQuery("origin_owner_id", "Your own id of the customer.")
            .TakesQuery("origin_owner_ids", "Several of them.", list: true)
            .TakesQuery("provider", "A provider, e.g. smartrecruiters.")
            .TakesQuery("providers", "Several of them.", list: true)
            .TakesQuery("account_ids", "The accounts' ids.", list: true)
            .TakesQuery("status", "active, inactive or error.", list: true)
            .Produces<LinkedAccountBody[]>();
        accounts
            .MapGet("/{id}", GetAsync)
            .RequireScope(AccessScopes.AccountsRead)
            .WithName("getAccount")
            .WithSummary("Get a linked account")
            .WithDescription(
                "With include=credentials the stored credential comes along. That needs the scope credentials:read, and is written to "
                    + "the audit trail."
            )
            .TakesQuery("include", "credentials")
            .Produces<LinkedAccountBody>();
        accounts
            .MapPatch("/{id}", UpdateAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("updateAccount")
            .WithSummary("Change a linked account")
            .WithDescription(
                "What is not sent stays as it is; {} is the same as not sent. A new credential is proved with the provider before "
                    + "anything is changed; what the provider refuses is answered with 422."
            )
            .Produces<LinkedAccountBody>();
        accounts
            .MapDelete("/{id}", DeleteAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("deleteAccount")
            .WithSummary("Unlink an account")
            .WithDescription("The account and its credential are gone for good. The answer is what it was.")
            .Produces<LinkedAccountBody>();
        accounts
            .MapPost("/{id}/verify", VerifyAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("verifyAccount")
            .WithSummary("Ask the provider whether the credential is still good")
            .WithDescription(
                "The answer is the account with its status as the provider proved it: error where it no longer takes the credential. "
                    + "An access token that it no longer takes is refreshed first. Where the provider could not be asked or did not judge, "
                    + "the answer is an error and the account stays as it is. May be called as often as you like; a provider is asked at "
                    + "most 60 times a minute for one access key."
            )
            .Produces<LinkedAccountBody>();
        accounts
            .MapPost("/{id}/refresh", RefreshAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("refreshAccount")
            .WithSummary("Say that the provider refused the access token")
            .WithDescription(
                "Hub gets a new access token, unless it has one that is less than a minute old: then somebody else said so before. "
                    + "Read it with include=credentials. The answer is the account: with status error where the sign-in has ended. 409 "
                    + "not_refreshable where there is no refresh token; verify the account then."
            )
            .Produces<LinkedAccountBody>();
        accounts
            .MapGet("/{id}/meta", GetMetaAsync)
            .RequireScope(AccessScopes.AccountsRead)
            .WithName("getAccountMeta")
            .WithSummary("Get what kind of account it is")
            .Produces<LinkedAccountMetaBody>();
    }

    private static async Task<IResult> ListAsync(
        ProductAccounts accounts,
        ProviderCatalog catalog,
        StatusReasons reasons,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var query = new ApiQuery(context.Request.Query);
        // 0 is what some clients call the first page.
        var page = Math.Max((query.Number("page", 0, int.MaxValue) ?? 1) - 1, 0);
        var size = query.Number("page_size", 1, MostOnAPage) ?? 25;
        var owners = query.List("origin_owner_ids").Union(query.Only("origin_owner_id"), StringComparer.Ordinal).ToList();
        var providers = query
            .List("providers")
            .Union(query.List("provider"), StringComparer.Ordinal)
            .Select(slug => catalog.Find(slug)?.Slug ?? slug)
            .ToList();
        var ids = query.List("account_ids");
        var statuses = StatusesOf(query);
        if (query.Error is { } error)
        {
            return error;
        }

        var found = await accounts.ListAsync(
            new ProductAccountQuery(
                owners,
                providers,
                // What has not the form of an id is no account's.
                ids.Count == 0
                    ? null
                    : [.. ids.Select(id => Guid.TryParse(id, out var account) ? account : Guid.Empty).Distinct()],
                statuses,
                page,
                size
            ),
            cancellationToken
        );
        return Json(found.Select(account => LinkedAccountBody.Of(account, catalog, reasons)).ToArray());
    }

    private static async Task<IResult> GetAsync(
        string id,
        ProductAccounts accounts,
        CredentialReader credentials,
        ProviderCatalog catalog,
        StatusReasons reasons,
        AccountErrors errors,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var withCredentials = new ApiQuery(context.Request.Query).List("include").Contains("credentials", StringComparer.Ordinal);
        var caller = context.User.AccessKey()!;
        if (withCredentials && !caller.May(AccessScopes.CredentialsRead))
        {
            return ApiError.MissingScope(AccessScopes.CredentialsRead);
        }

        if (await FindAsync(id, accounts, cancellationToken) is not { } account)
        {
            return ApiError.NotFound("account");
        }

        var body = LinkedAccountBody.Of(account, catalog, reasons);
        if (!withCredentials)
        {
            return Json(body);
        }

        var outcome = await credentials.ReadAsync(account.Owner, account.Id, Actor.AccessKey(caller.Id), cancellationToken);
        return errors.ErrorOf(outcome, body.ProviderName) is { } error
            ? error
            : Json(body.With(((CredentialOutcome.Read)outcome).Values, catalog.Find(account.ProviderSlug)?.FindMethod(account.AuthMethod)));
    }

    private static async Task<IResult> UpdateAsync(
        string id,
        ApiBody<LinkedAccountChangeBody> body,
        ProductAccounts accounts,
        AccountEditor editor,
        IAccountLinker linker,
        ProviderCatalog catalog,
        StatusReasons reasons,
        LinkErrors errors,
        AccountErrors accountErrors,
        ValidationMessages validation,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (body.Value is not { } change)
        {
            return body.Error!;
        }

        if (await FindAsync(id, accounts, cancellationToken) is not { } account)
        {
            return ApiError.NotFound("account");
        }

        var faults = new Dictionary<string, string>(body.Faults, StringComparer.Ordinal);
        var edit = change.ToEdit(context.Request).WithoutEmptyOwner(account.Origin);
        foreach (var (property, invalid) in AccountEditor.FindErrors(edit))
        {
            faults.TryAdd(JsonNamingPolicy.SnakeCaseLower.ConvertName(property), validation.Of(invalid));
        }

        var provider = catalog.Find(account.ProviderSlug);
        var method = change.MethodFor(account, provider, catalog, faults);
        var values = change.Values(method, faults);
        if (faults.Count > 0)
        {
            return ApiError.Invalid(faults);
        }

        var caller = Actor.AccessKey(context.User.AccessKey()!.Id);
        if (values is not null)
        {
            var outcome = await linker.LinkAsync(
                account.Owner,
                new LinkCommand.Edit(account.ProviderSlug, method!.Kind, values, account.Id)
                {
                    Changes = edit.IsEmpty ? null : edit,
                    By = caller,
                },
                progress: null,
                cancellationToken
            );
            if (errors.ErrorOf(outcome, provider, method) is { } refused)
            {
                return refused;
            }
        }
        else if (
            !edit.IsEmpty
            && accountErrors.ErrorOf(await editor.EditAsync(account.Owner, account.Id, edit, caller, cancellationToken)) is { } error
        )
        {
            return error;
        }

        return await ShowAsync(account.Id, accounts, catalog, reasons, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(
        string id,
        ProductAccounts accounts,
        AccountUnlinker unlinker,
        ProviderCatalog catalog,
        StatusReasons reasons,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, accounts, cancellationToken) is { } account
        && await unlinker.UnlinkAsync(account.Owner, account.Id, Actor.AccessKey(context.User.AccessKey()!.Id), cancellationToken)
            ? Json(LinkedAccountBody.Of(account, catalog, reasons))
            : ApiError.NotFound("account");

    private static async Task<IResult> VerifyAsync(
        string id,
        ProductAccounts accounts,
        AccountVerifier verifier,
        ProviderCatalog catalog,
        StatusReasons reasons,
        AccountErrors errors,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, accounts, cancellationToken) is not { } account
            ? ApiError.NotFound("account")
            : errors.ErrorOf(
                await verifier.VerifyNowAsync(account.Owner, account.Id, Actor.AccessKey(context.User.AccessKey()!.Id), cancellationToken),
                account,
                NameOf(account, catalog)
            ) ?? await ShowAsync(account.Id, accounts, catalog, reasons, cancellationToken);

    private static async Task<IResult> RefreshAsync(
        string id,
        ProductAccounts accounts,
        TokenRefresher refresher,
        ProviderCatalog catalog,
        StatusReasons reasons,
        AccountErrors errors,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, accounts, cancellationToken) is not { } account
            ? ApiError.NotFound("account")
            : errors.ErrorOf(
                await refresher.RenewAsync(account.Owner, account.Id, Actor.AccessKey(context.User.AccessKey()!.Id), cancellationToken),
                NameOf(account, catalog)
            ) ?? await ShowAsync(account.Id, accounts, catalog, reasons, cancellationToken);

    private static string NameOf(ProductAccount account, ProviderCatalog catalog) =>
        catalog.Find(account.ProviderSlug)?.Name ?? account.ProviderSlug;

    private static async Task<IResult> ShowAsync(
        Guid accountId,
        ProductAccounts accounts,
        ProviderCatalog catalog,
        StatusReasons reasons,
        CancellationToken cancellationToken
    ) =>
        await accounts.FindAsync(accountId, cancellationToken) is { } account
            ? Json(LinkedAccountBody.Of(account, catalog, reasons))
            : ApiError.NotFound("account");

    private static async Task<IResult> GetMetaAsync(
        string id,
        ProductAccounts accounts,
        ProviderCatalog catalog,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, accounts, cancellationToken) is { } account
            ? Json(new LinkedAccountMetaBody(account.ProviderSlug, ConnectorsApi.CategoryOf(catalog.Find(account.ProviderSlug))))
            : ApiError.NotFound("account");

    /// <summary>Ids are texts here: one that has not the form of ours names no account, and is answered so.</summary>
    private static async Task<ProductAccount?> FindAsync(string id, ProductAccounts accounts, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var accountId) ? await accounts.FindAsync(accountId, cancellationToken) : null;

    private static List<AccountStatus>? StatusesOf(ApiQuery query)
    {
        var words = query.List("status");
        if (words.Count == 0)
        {
            return null;
        }

        var statuses = new List<AccountStatus>();
        foreach (var word in words)
        {
            switch (word)
            {
                case "active":
                    statuses.Add(AccountStatus.Active);
                    break;
                case "error":
                    statuses.AddRange([AccountStatus.Error, AccountStatus.Expired]);
                    break;
                case "inactive":
                    // Known on the wire; no account of ours has it.
                    break;
                default:
                    query.Fault("status", "holds a word that is none of active, inactive, error");
                    break;
            }
        }

        return statuses;
    }

    private static JsonHttpResult<T> Json<T>(T body) => TypedResults.Json(body, ApiJson.Options);
}

/// <summary>The wire knows no more words; the reason says more.</summary>
internal enum WireStatus
{
    Active,
    Error,
}

/// <summary>A linked account.</summary>
internal sealed record LinkedAccountBody
{
    public required Guid Id { get; init; }

    /// <example>smartrecruiters</example>
    public required string Provider { get; init; }

    /// <example>SmartRecruiters</example>
    public required string ProviderName { get; init; }

    /// <summary>The provider and the way to authenticate there.</summary>
    /// <example>smartrecruiters.api_key</example>
    public required string IntegrationId { get; init; }

    /// <summary>What people call it: at first, who the provider says was linked.</summary>
    public required string Name { get; init; }

    /// <summary><c>active</c>, or <c>error</c> where the provider no longer takes the credential, or ended the sign-in.</summary>
    public required WireStatus Status { get; init; }

    /// <summary>Why the status is what it is, or which right the credential lacks.</summary>
    public required IReadOnlyList<StatusReasonBody> StatusReasons { get; init; }

    /// <summary>Whose the credential is, as far as the provider told.</summary>
    public AccountIdentityBody? Identity { get; init; }

    /// <summary>Your own id of the customer. Empty where a person linked the account for themselves.</summary>
    public required string OriginOwnerId { get; init; }

    public required string OriginOwnerName { get; init; }

    public string? OriginUsername { get; init; }

    /// <summary>The secret values, only with include=credentials.</summary>
    public IReadOnlyDictionary<string, string>? Credentials { get; init; }

    /// <summary>The other values, such as a subdomain, only with include=credentials.</summary>
    public IReadOnlyDictionary<string, string>? SetupInformation { get; init; }

    public string? Label { get; init; }

    public JsonElement? Metadata { get; init; }

    public required AccountType Type { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public static LinkedAccountBody Of(ProductAccount account, ProviderCatalog catalog, StatusReasons reasons)
    {
        var provider = catalog.Find(account.ProviderSlug);
        return new LinkedAccountBody
        {
            Id = account.Id,
            Provider = account.ProviderSlug,
            ProviderName = provider?.Name ?? account.ProviderSlug,
            IntegrationId = IntegrationOf(account),
            Name = account.Name,
            Status = account is { Status: AccountStatus.Active, IsReadable: true } ? WireStatus.Active : WireStatus.Error,
            StatusReasons = [.. reasons.Of(account, provider)],
            Identity =
                account.Identity == ProviderIdentity.Unknown && account.IdentityChangedAt is null
                    ? null
                    : new AccountIdentityBody(
                        account.Identity.Name,
                        account.Identity.Email,
                        account.Identity.Organization,
                        account.IdentityChangedAt
                    ),
            OriginOwnerId = account.Origin.Id,
            OriginOwnerName = account.Origin.Name ?? "",
            OriginUsername = account.Origin.Username,
            Label = account.Label,
            Metadata = JsonText.Parse(account.Metadata),
            Type = account.Type,
            CreatedAt = account.LinkedAt,
            UpdatedAt = account.UpdatedAt,
        };
    }

    public static string IntegrationOf(ProductAccount account) => $"{account.ProviderSlug}.{account.AuthMethod.ToName()}";

    /// <param name="method">Null where the catalog does not have it (any more); everything is then taken for secret.</param>
    public LinkedAccountBody With(CredentialValues values, AuthMethod? method)
    {
        var bySecrecy = values.All.ToLookup(field => method?.Find(field.Key) is not { IsSecret: false });
        return this with
        {
            Credentials = bySecrecy[true].ToDictionary(field => field.Key, field => field.Value.Reveal(), StringComparer.Ordinal),
            SetupInformation = bySecrecy[false].ToDictionary(field => field.Key, field => field.Value.Reveal(), StringComparer.Ordinal),
        };
    }

    // What records print of themselves would show the credential.
    public override string ToString() => $"{Provider} {Id}";
}

/// <summary>Whose the credential of an account is.</summary>
/// <param name="ChangedAt">When another person's or organization's credential took the place of the one before. That happens with sessions
/// that are not for one account and without multiple.</param>
internal sealed record AccountIdentityBody(string? Name, string? Email, string? Organization, DateTimeOffset? ChangedAt);

/// <summary>Why an account's status is what it is.</summary>
/// <param name="Code">
/// <c>right_missing</c>, <c>credential_rejected</c>, <c>credential_unreadable</c> where Hub's key ring is another one; or of a sign-in:
/// <c>access_ended</c> where its time is over and it cannot be renewed,
/// <c>answer_lost</c> where the renewed access was lost on the way, <c>sign_in_ended</c> where the provider ended it.
/// </param>
/// <param name="Description">For people.</param>
/// <param name="Timestamp">When the provider said so.</param>
internal sealed record StatusReasonBody(string Code, string Description, DateTimeOffset Timestamp);

/// <summary>What kind of account it is.</summary>
internal sealed record LinkedAccountMetaBody(string Provider, string Category)
{
    /// <summary>Always empty: Hub does not map what providers hold.</summary>
    public IReadOnlyDictionary<string, JsonElement> Models { get; } = System.Collections.Frozen.FrozenDictionary<string, JsonElement>.Empty;
}

/// <summary>What should be different of a linked account. What is left out, null or {} stays as it is.</summary>
internal sealed record LinkedAccountChangeBody
{
    /// <summary>Cannot be changed; it must be the account's own.</summary>
    public string? Provider { get; init; }

    /// <summary>The way to authenticate that the new credential is for; the account's own unless given.</summary>
    /// <example>smartrecruiters.api_key</example>
    public string? IntegrationId { get; init; }

    /// <summary>Your own id of the customer.</summary>
    public string? OriginOwnerId { get; init; }

    public string? OriginOwnerName { get; init; }

    /// <summary>Empty for none.</summary>
    public string? OriginUsername { get; init; }

    /// <summary>A text, empty for none; the official SDKs take it for an object, whose JSON is then kept.</summary>
    public JsonElement? Label { get; init; }

    /// <summary>Any JSON object; takes the place of the one that is there.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Ignored where the official TypeScript SDK before 4.34 sends it: it does so unasked.</summary>
    public AccountType? Type { get; init; }

    /// <summary>New values of the provider's fields, e.g. <c>{"api_key": "…"}</c>. Those that are left out stay.</summary>
    public IReadOnlyDictionary<string, string?>? Credentials { get; init; }

    /// <summary>The same as <c>credentials</c>.</summary>
    public IReadOnlyDictionary<string, string?>? Secrets { get; init; }

    /// <summary>The same as <c>credentials</c>.</summary>
    public IReadOnlyDictionary<string, string?>? SetupInformation { get; init; }

    public AccountEdit ToEdit(HttpRequest request) =>
        new()
        {
            OriginOwnerId = OriginOwnerId,
            OriginOwnerName = OriginOwnerName,
            OriginUsername = OriginUsername,
            Label = Label switch
            {
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                { ValueKind: JsonValueKind.Object } empty when !empty.EnumerateObject().Any() => null,
                { } other => other.GetRawText(),
                null => null,
            },
            Metadata = JsonText.Of(Metadata),
            Type = OldSdk.Calls(request) ? null : Type,
        };

    /// <returns>The way to authenticate that the credential is for; null where there is none.</returns>
    public AuthMethod? MethodFor(ProductAccount account, Provider? provider, ProviderCatalog catalog, Dictionary<string, string> faults)
    {
        if (!string.IsNullOrEmpty(Provider) && !string.Equals(Provider, account.ProviderSlug, StringComparison.OrdinalIgnoreCase))
        {
            faults.TryAdd("provider", $"cannot be changed: the account is at {account.ProviderSlug}");
        }

        // Its own may be one that is no longer offered.
        if (string.IsNullOrEmpty(IntegrationId) || IntegrationId == LinkedAccountBody.IntegrationOf(account))
        {
            return provider?.FindMethod(account.AuthMethod);
        }

        if (Api.IntegrationId.Find(catalog, IntegrationId) is { } integration && integration.Provider == provider)
        {
            return integration.Method ?? provider.FindMethod(account.AuthMethod);
        }

        faults.TryAdd("integration_id", $"is none of {account.ProviderSlug}");
        return null;
    }

    /// <returns>The new values; null where there are none.</returns>
    public CredentialValues? Values(AuthMethod? method, Dictionary<string, string> faults)
    {
        var values = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (
            var (name, fields) in new[] { ("setup_information", SetupInformation), ("secrets", Secrets), ("credentials", Credentials) }
        )
        {
            foreach (var (key, value) in fields ?? System.Collections.Frozen.FrozenDictionary<string, string?>.Empty)
            {
                if (method is null)
                {
                    faults.TryAdd(name, "cannot be taken: the provider or way to authenticate is no longer offered here");
                }
                else if (method is AuthMethod.AuthorizationCode)
                {
                    faults.TryAdd(
                        name,
                        "cannot be taken: people sign in at the provider themselves, in Hub or through a connect session for this account"
                    );
                }
                else if (method.Find(key) is null)
                {
                    // The name is the caller's own text; what is offered is ours.
                    faults.TryAdd(name, $"holds a field that is none of {string.Join(", ", method.Fields.Select(field => field.Key))}");
                }
                else if (!string.IsNullOrEmpty(value))
                {
                    values[key] = new Secret(value);
                }
            }
        }

        return values.Count == 0 ? null : new CredentialValues(values);
    }

    // What records print of themselves would show the credential.
    public override string ToString() => nameof(LinkedAccountChangeBody);
}
