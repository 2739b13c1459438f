using System.Text.Json;
using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Providers;
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
            .TakesQuery("status", "active, inactive or error.", list: true);
        accounts
            .MapGet("/{id}", GetAsync)
            .RequireScope(AccessScopes.AccountsRead)
            .WithName("getAccount")
            .WithSummary("Get a linked account")
            .WithDescription(
                "With include=credentials the stored credential comes along. That needs the scope credentials:read, and is written to "
                    + "the audit trail."
            )
            .TakesQuery("include", "credentials");
        accounts.MapAccountChanges();
        accounts.MapImport();
        accounts
            .MapGet("/{id}/meta", GetMetaAsync)
            .RequireScope(AccessScopes.AccountsRead)
            .WithName("getAccountMeta")
            .WithSummary("Get what kind of account it is");
    }

    private static async Task<Results<Ok<LinkedAccountBody[]>, ApiError>> ListAsync(
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
        return TypedResults.Ok(found.Select(account => LinkedAccountBody.Of(account, catalog, reasons)).ToArray());
    }

    private static async Task<Results<Ok<LinkedAccountBody>, ApiError>> GetAsync(
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
            return TypedResults.Ok(body);
        }

        var outcome = await credentials.ReadAsync(account.Owner, account.Id, Actor.AccessKey(caller.Id), cancellationToken);
        return errors.ErrorOf(outcome, body.ProviderName) is { } error
            ? error
            : TypedResults.Ok(
                body.With(((CredentialOutcome.Read)outcome).Values, catalog.Find(account.ProviderSlug)?.FindMethod(account.AuthMethod))
            );
    }

    private static async Task<Results<Ok<LinkedAccountMetaBody>, ApiError>> GetMetaAsync(
        string id,
        ProductAccounts accounts,
        ProviderCatalog catalog,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, accounts, cancellationToken) is { } account
            ? TypedResults.Ok(new LinkedAccountMetaBody(account.ProviderSlug, ConnectorsApi.CategoryOf(catalog.Find(account.ProviderSlug))))
            : ApiError.NotFound("account");

    /// <summary>Ids are texts here: one that has not the form of ours names no account, and is answered so.</summary>
    public static async Task<ProductAccount?> FindAsync(string id, ProductAccounts accounts, CancellationToken cancellationToken) =>
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
            if (Enum.GetValues<AccountStatus>().Where(one => NameOf(one) == word).ToList() is [var status])
            {
                statuses.Add(status);
            }
            else
            {
                query.Fault("status", $"holds a word that is none of {string.Join(", ", Enum.GetValues<AccountStatus>().Select(NameOf))}");
            }
        }

        return statuses;
    }

    private static string NameOf(AccountStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
