using Hub.Core.Providers;
using Hub.Tests.Accounts;

namespace Hub.Tests.Components;

/// <summary>A catalog of four that has every kind of field, more than one method, and the sandbox.</summary>
internal static class SampleProviders
{
    public static readonly Provider Lumen = new()
    {
        Slug = "lumen",
        Name = "Lumen Hire",
        Category = ProviderCategory.Ats,
        Color = "#2c6ecb",
        Rank = 1,
        Aliases = ["Candle"],
        Sources = [],
        Methods =
        [
            KeyMethod(
                "API key",
                new Guide
                {
                    Permission = "**Users: read**",
                    Warnings = ["You need to be an **administrator**."],
                    Steps =
                    [
                        new GuideStep { Text = "Open **Settings**." },
                        new GuideStep
                        {
                            Text = "Choose **New key**, see [the manual](https://docs.lumen.example/keys).",
                            Warning = "The key is shown **once**.",
                        },
                        new GuideStep { Text = "Paste it here and press {button}." },
                    ],
                },
                new ProviderField
                {
                    Key = "api_key",
                    Label = "API Key",
                    Kind = FieldKind.Secret,
                    Placeholder = "lum_…",
                    Help = "32 characters, shown once.",
                }
            ) with
            {
                Failures = [VerificationSamples.LimitedRule("It may not read users.")],
            },
        ],
    };

    public static readonly Provider Desk = new()
    {
        Slug = "desk",
        Name = "Northern Desk",
        Category = ProviderCategory.Support,
        Color = "#03363d",
        Rank = 2,
        Sources = [],
        Methods =
        [
            KeyMethod(
                "API token",
                Steps("Sign in.", "Create a token."),
                new ProviderField
                {
                    Key = "subdomain",
                    Label = "Subdomain",
                    Kind = FieldKind.Subdomain,
                    Placeholder = "acme",
                    Suffix = ".desk.example",
                    Help = "The first word of your address.",
                },
                new ProviderField
                {
                    Key = "email",
                    Label = "E-mail",
                    Kind = FieldKind.Email,
                },
                new ProviderField
                {
                    Key = "api_token",
                    Label = "API Token",
                    Kind = FieldKind.Secret,
                },
                new ProviderField
                {
                    Key = "note",
                    Label = "Region",
                    Kind = FieldKind.Text,
                    Required = false,
                }
            ),
        ],
    };

    public static readonly Provider Tandem = new()
    {
        Slug = "tandem",
        Name = "Tandem",
        Category = ProviderCategory.Hris,
        Color = "#f5c518",
        Rank = 3,
        Sources = [],
        Methods =
        [
            KeyMethod(
                "API key",
                Steps("Find the key."),
                new ProviderField
                {
                    Key = "api_key",
                    Label = "API Key",
                    Kind = FieldKind.Secret,
                }
            ),
            new AuthMethod.Basic
            {
                Label = "User and password",
                BaseUrl = "https://api.example",
                Fields =
                [
                    new ProviderField
                    {
                        Key = "user",
                        Label = "User",
                        Kind = FieldKind.Text,
                    },
                    new ProviderField
                    {
                        Key = "password",
                        Label = "Password",
                        Kind = FieldKind.Secret,
                    },
                ],
                Check = Check,
                Failures = [],
                Guide = Steps("Find the user."),
            },
        ],
    };

    /// <summary>
    /// Regions, one of which Hub finds out; a choice of two; a host with a default; two methods with a field in common. Not in <see
    /// cref="All"/>.
    /// </summary>
    public static readonly Provider Atlas = new()
    {
        Slug = "atlas",
        Name = "Atlas Suite",
        Category = ProviderCategory.Crm,
        Color = "#3b4cca",
        Rank = 4,
        Sources = [],
        Methods =
        [
            KeyMethod(
                "API key",
                Steps("Open the settings.", "Make a key."),
                Region with
                {
                    Detect = true,
                    Help = "It stands at the bottom of every page.",
                },
                new ProviderField
                {
                    Key = "environment",
                    Label = "Environment",
                    Kind = FieldKind.Choice,
                    Options = [new() { Value = "live", Label = "Production" }, new() { Value = "test", Label = "Sandbox" }],
                },
                new ProviderField
                {
                    Key = "server",
                    Label = "Server",
                    Kind = FieldKind.Host,
                    Default = "atlas.example",
                    BasePathBefore = "/login(/|$)",
                },
                new ProviderField
                {
                    Key = "mirror",
                    Label = "Mirror",
                    Kind = FieldKind.Host,
                    Required = false,
                },
                new ProviderField
                {
                    Key = "client_id",
                    Label = "Client ID",
                    Kind = FieldKind.Text,
                },
                new ProviderField
                {
                    Key = "api_key",
                    Label = "API Key",
                    Kind = FieldKind.Secret,
                }
            ) with
            {
                BaseUrl = "https://{region}",
            },
            new AuthMethod.ClientCredentials
            {
                Label = "Client credentials",
                BaseUrl = "https://{region}",
                Fields =
                [
                    Region,
                    new ProviderField
                    {
                        Key = "client_id",
                        Label = "Client ID",
                        Kind = FieldKind.Text,
                    },
                    new ProviderField
                    {
                        Key = "client_secret",
                        Label = "Client Secret",
                        Kind = FieldKind.Secret,
                    },
                ],
                Token = new TokenEndpoint
                {
                    Url = "https://auth.atlas.example/token",
                    ClientAuthentication = ClientAuthentication.Body,
                    ClientId = "{client_id}",
                    ClientSecret = "{client_secret}",
                    Failures = [],
                },
                Check = Check,
                Failures = [],
                Guide = Steps("Make a client."),
            },
        ],
    };

    public static readonly AuthMethod.AuthorizationCode PortalMethod = new()
    {
        Label = "Sign in",
        BaseUrl = "https://api.example",
        Fields =
        [
            new ProviderField
            {
                Key = "team",
                Label = "Team",
                Kind = FieldKind.Text,
            },
        ],
        Flow = new AuthorizationCodeFlow
        {
            AuthorizeUrl = "https://portal.example/authorize",
            TokenUrl = "https://portal.example/token",
            ClientAuthentication = ClientAuthentication.Body,
            Scopes = [new Scope { Name = "me", Reason = "Read who you are." }, new Scope { Name = "jobs", Reason = "Read the jobs." }],
            Registration = Steps("Register an app."),
        },
        Check = Check,
        Failures = [],
        Guide = Steps("Sign in as an administrator."),
    };

    /// <summary>One signs in there, at an address of one's own. Not in <see cref="All"/>.</summary>
    public static readonly Provider Portal = new()
    {
        Slug = "portal",
        Name = "Portal",
        Category = ProviderCategory.Crm,
        Color = "#7a3cca",
        Rank = 5,
        Sources = [],
        Methods = [PortalMethod],
    };

    public static readonly Provider Sandbox = Tandem with
    {
        Slug = "playground",
        Name = "Playground",
        Category = ProviderCategory.Ats,
        Rank = 1000,
        Sandbox = true,
    };

    // Not in the order of their ranks.
    public static readonly IReadOnlyList<Provider> All = [Tandem, Sandbox, Lumen, Desk];

    private static ProviderField Region =>
        new()
        {
            Key = "region",
            Label = "Region",
            Kind = FieldKind.Choice,
            Options =
            [
                new()
                {
                    Value = "us",
                    Label = "United States",
                    Host = "api.us.atlas.example",
                },
                new()
                {
                    Value = "eu",
                    Label = "Europe",
                    Host = "api.eu.atlas.example",
                },
                new()
                {
                    Value = "au",
                    Label = "Australia",
                    Host = "api.au.atlas.example",
                },
            ],
        };

    private static Guide Steps(params string[] steps) =>
        new() { Permission = "Any key will do.", Steps = [.. steps.Select(step => new GuideStep { Text = step })] };

    private static CredentialCheck Check =>
        new()
        {
            Auth = new RequestAuthentication(),
            Probe = new Probe { Method = ProbeMethod.Get, Path = "/me" },
            Success = new SuccessCriteria { Evidence = [] },
        };

    private static AuthMethod.ApiKey KeyMethod(string label, Guide guide, params ProviderField[] fields) =>
        new()
        {
            Label = label,
            BaseUrl = "https://api.example",
            Fields = fields,
            Check = Check,
            Failures = [],
            Guide = guide,
        };
}
