using System.Runtime.CompilerServices;
using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Import;
using Hub.Core.Accounts.Tokens;
using Hub.Core.AuthLinks;
using Hub.Core.Authorization;
using Hub.Core.Data;
using Hub.Core.Idempotency;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.Maintenance;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Tests.Components;
using Hub.Tests.Support;
using Hub.Web.Api;
using Hub.Web.Components.Connect;
using Hub.Web.Embed;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Hub.Tests.Messages;

/// <summary>
/// Every case of every outcome, reason and failure of the core has its sentences. A new case that the sets do not know, or whose entry is
/// missing, fails here. That each language has each entry is for <see cref="MessageSetTests"/>.
/// </summary>
public sealed class OutcomeMessagesTests
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddLogging()
        .AddMessages()
        .AddSingleton<LinkErrors>()
        .AddSingleton<AccountErrors>()
        .AddTransient(typeof(IStringLocalizer<>), typeof(StrictLocalizer<>))
        .BuildServiceProvider();

    private static readonly Provider Provider = SampleProviders.Atlas;

    private static readonly AuthMethod Method = Provider.Methods.First(method => method.Fields.Any(field => field.Detect));

    private static readonly ProductAccount Account = (ProductAccount)RuntimeHelpers.GetUninitializedObject(typeof(ProductAccount));

    /// <summary>By the closed record or enum: its cases, as people or programs are told of them. Null is for success.</summary>
    private static readonly Dictionary<Type, Func<IEnumerable<string?>>> Told = new()
    {
        [typeof(LinkOutcome)] = () => CaseSamples.Of<LinkOutcome>().Where(outcome => !IsLinked(outcome)).SelectMany(Tell),
        [typeof(VerificationOutcome)] = () => CaseSamples.Of<VerificationOutcome>().Select(ProviderCommand.Describe),
        [typeof(VerifyNowOutcome)] = () => CaseSamples.Of<VerifyNowOutcome>().SelectMany(Tell),
        [typeof(AuthorizationFailure)] = () =>
            CaseSamples
                .Of<AuthorizationFailure>()
                .SelectMany(failure =>
                    Tell(Get<AuthorizationMessages>().NoticeOf(failure, SampleProviders.Portal)).Append(AttemptErrors.CodeOf(failure))
                ),
        [typeof(StatusReason)] = () =>
            CaseSamples.Of<StatusReason>().Select(reason => Get<AccountStatusMessages>().Explain(reason, Method, Provider.Name)),
        [typeof(AuthorizationEnd)] = () =>
            CaseSamples
                .Of<AuthorizationEnd>()
                .SelectMany(end => new[] { Get<AccountStatusMessages>().Explain(end, Provider.Name), StatusReasons.CodeOf(end) }),
        [typeof(ClientFault)] = () =>
            CaseSamples.Of<ClientFault>().Select(fault => Get<ClientFaultMessages>().Explain(fault, Provider.Name)),
        [typeof(SessionOutcome)] = () =>
            CaseSamples.Of<SessionOutcome>().Where(outcome => outcome is not SessionOutcome.Open).SelectMany(Tell),
        [typeof(SessionIssueOutcome)] = () =>
            CaseSamples
                .Of<SessionIssueOutcome>()
                .Select(outcome => SessionErrors.ErrorOf(outcome, name => name, Get<ValidationMessages>())?.Message),
        [typeof(AccountEditOutcome)] = () =>
            CaseSamples.Of<AccountEditOutcome>().Select(outcome => Services.GetRequiredService<AccountErrors>().ErrorOf(outcome)?.Message),
        [typeof(FreshTokenOutcome)] = () =>
            CaseSamples
                .Of<FreshTokenOutcome>()
                .Select(outcome => Services.GetRequiredService<AccountErrors>().ErrorOf(outcome, Provider.Name)?.Message),
        [typeof(CredentialOutcome)] = () =>
            CaseSamples
                .Of<CredentialOutcome>()
                .Select(outcome => Services.GetRequiredService<AccountErrors>().ErrorOf(outcome, Provider.Name)?.Message),
        [typeof(IdempotencyOutcome)] = () =>
            CaseSamples.Of<IdempotencyOutcome>().Select(outcome => IdempotencyErrors.ErrorOf(outcome)?.Message),
    };

    /// <summary>Closed records whose cases pages and HTTP tell with tests of their own, or nobody is told.</summary>
    private static readonly HashSet<Type> Elsewhere =
    [
        typeof(ValidationError),
        typeof(AccessKeyOutcome),
        typeof(AccessKeyIssueOutcome),
        typeof(ClientOutcome),
        typeof(RegistrationOutcome),
        // The console and the import's report tell these, in English.
        typeof(RotationOutcome),
        typeof(ImportOutcome),
        // Each leads to a page or to one of the outcomes above.
        typeof(StartOutcome),
        typeof(CallbackOutcome),
    ];

    public static TheoryData<Type> Outcomes => [.. Told.Keys];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void each_case_has_its_sentences(Type outcome) =>
        Assert.All(
            Told[outcome]().OfType<string>().ToList() is { Count: > 0 } sentences
                ? sentences
                : throw new InvalidOperationException("None."),
            sentence =>
            {
                Assert.False(string.IsNullOrWhiteSpace(sentence));
                Assert.DoesNotMatch(@"\{\d", sentence);
            }
        );

    [Fact]
    public void each_closed_record_of_the_core_has_its_place() =>
        Assert.Equal(
            [],
            typeof(HubDbContext)
                .Assembly.GetExportedTypes()
                .Where(type => type is { IsAbstract: true, IsSealed: false, IsNested: false } && type.GetMethod("<Clone>$") is not null)
                .Where(type => type.GetNestedTypes().Any(nested => nested.IsSubclassOf(type)))
                .Where(type =>
                    type.Name.EndsWith("Outcome", StringComparison.Ordinal)
                    || type.Name.EndsWith("Failure", StringComparison.Ordinal)
                    || type.Name.EndsWith("Reason", StringComparison.Ordinal)
                    || type.Name.EndsWith("Error", StringComparison.Ordinal)
                )
                .Where(type => !Told.ContainsKey(type) && !Elsewhere.Contains(type))
                .Select(type => type.Name)
        );

    private static IEnumerable<string?> Tell(LinkOutcome outcome) =>
        new[] { (Provider, Method, true), (Provider, Method, false), (SampleProviders.Portal, SampleProviders.Portal.Methods[0], false) }
            .Select(form => Get<LinkMessages>().ProblemOf(outcome, form.Item1, form.Item2, form.Item3))
            .SelectMany(problem => Tell(problem.Notice).Concat(problem.FieldMessages.Values).Append(problem.Summary))
            .Append(Services.GetRequiredService<LinkErrors>().ErrorOf(outcome, Provider, Method)?.Message)
            .Append(LinkErrors.CodeOf(outcome))
            .Append(Get<LinkMessages>().StackOneNextStep(outcome));

    private static IEnumerable<string?> Tell(VerifyNowOutcome outcome) =>
        Tell(Get<VerificationMessages>().NoticeOf(outcome, Provider.Name, isAuthorization: true))
            .Concat(Tell(Get<VerificationMessages>().NoticeOf(outcome, Provider.Name, isAuthorization: false)))
            .Append(Services.GetRequiredService<AccountErrors>().ErrorOf(outcome, Account, Provider.Name)?.Message);

    private static IEnumerable<string?> Tell(SessionOutcome outcome) =>
        new[] { false, true }
            .Select(embedded => ConnectEnd.Of(Get<ConnectSessionMessages>(), outcome, embedded))
            .SelectMany(end => new[] { end.Code, end.Title, end.Text, EmbedErrors.MessageOf(end.Code) })
            .Append(SessionErrors.ErrorOf(outcome)!.Message);

    private static IEnumerable<string> Tell(Notice? notice) => notice is null ? [] : [notice.Title, notice.Text];

    private static bool IsLinked(LinkOutcome outcome) =>
        // A question is asked by ReplaceQuestion.
        outcome
            is LinkOutcome.Linked
                or LinkOutcome.WouldReplace
                or LinkOutcome.Refused
                (VerificationOutcome.Verified or VerificationOutcome.VerifiedLimited, _, _);

    private static T Get<T>()
        where T : MessageSet => Services.GetRequiredService<T>();

    /// <summary>The product shows the entry's name where an entry is missing.</summary>
    private sealed class StrictLocalizer<T>(IStringLocalizerFactory factory) : IStringLocalizer<T>
    {
        private readonly IStringLocalizer _inner = factory.Create(typeof(T));

        public LocalizedString this[string name] => Check(_inner[name]);

        public LocalizedString this[string name, params object[] arguments] => Check(_inner[name, arguments]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _inner.GetAllStrings(includeParentCultures);

        private static LocalizedString Check(LocalizedString text)
        {
            Assert.False(text.ResourceNotFound, $"{typeof(T).Name} has no entry {text.Name}.");
            return text;
        }
    }
}
