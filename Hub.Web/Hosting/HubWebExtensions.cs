using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Web.Api;
using Hub.Web.Authorization;
using Hub.Web.Components;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Connect;
using Hub.Web.Components.Identity;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Hub.Web.Embed;
using Hub.Web.Languages;
using Hub.Web.Mail;
using Hub.Web.Messages;
using Hub.Web.Sandbox;
using Hub.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using MudBlazor;
using MudBlazor.Services;

namespace Hub.Web.Hosting;

/// <summary>Registers the services of the web application and orders its middleware.</summary>
internal static class HubWebExtensions
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>Plain HTTP on localhost, unless the operator says otherwise in any of ASP.NET Core's ways.</summary>
    public static void UseHubAddress(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var configuration = builder.Configuration;
        if (
            configuration["urls"] is null
            && configuration["http_ports"] is null
            && configuration["https_ports"] is null
            && !configuration.GetSection("Kestrel:Endpoints").Exists()
        )
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }
    }

    public static bool IsSandboxOn(this WebApplicationBuilder builder) =>
        builder.Configuration.GetValue<bool?>("Hub:Sandbox:Enabled") ?? builder.Environment.IsDevelopment();

    public static void AddHubIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddIdentitySettings();
        services.AddCascadingAuthenticationState();
        services.AddScoped<IdentityRedirectManager>();
        services.AddScoped<AuthenticationStateProvider, IdentityRevalidatingAuthenticationStateProvider>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services
            .AddIdentityCore<HubUser>(options =>
            {
                options.User.RequireUniqueEmail = true;
                // The user name is the e-mail address, and addresses may hold more than letters and digits: o'neil@example.com.
                options.User.AllowedUserNameCharacters = "";
                // Length makes a password strong (NIST SP 800-63B); composition rules only make it hard to remember.
                options.Password.RequiredLength = 10;
                options.Password.RequiredUniqueChars = 4;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.AllowedForNewUsers = true;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<HubDbContext>()
            .AddSignInManager()
            .AddUserValidator<EmailLengthValidator>()
            .AddClaimsPrincipalFactory<HubClaims>()
            .AddErrorDescriber<HubIdentityErrors>()
            .AddDefaultTokenProviders();
        services.Configure<SecurityStampValidatorOptions>(options =>
            options.ValidationInterval = IdentityRevalidatingAuthenticationStateProvider.Interval
        );
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // The passkey itself identifies its user, so Hub need not tell anybody which passkeys an e-mail address has.
            options.ResidentKeyRequirement = "required";
            // Possession plus PIN or fingerprint: two factors, so a passkey needs no second one.
            options.UserVerificationRequirement = "required";
        });
        services.AddSignInRateLimit();
        services.AddAccessKeyAuthentication(builder.Configuration);
        // A forbidden page answers 403 at its own address and UseStatusCodePages renders it; a redirect would hide the status.
        services.ConfigureApplicationCookie(options =>
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );
        services.AddAuthorization();
    }

    private static void AddIdentitySettings(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Hub");
        builder
            .Services.AddOptions<RegistrationOptions>()
            .Bind(section)
            .Validate(options => Enum.IsDefined(options.Registration), "Hub:Registration must be Open or Closed.")
            .ValidateOnStart();
        builder
            .Services.AddOptions<SignInRateLimitOptions>()
            .Bind(section)
            .Validate(options => options.SignInAttemptsPerMinute >= 0, "Hub:SignInAttemptsPerMinute must be 0 (no limit) or more.")
            .ValidateOnStart();
        builder
            .Services.AddOptions<BootstrapOptions>()
            .Bind(section.GetSection("Bootstrap"))
            .Validate(
                options => options.IsAccessKeyValid,
                "Hub:Bootstrap:AccessKey must be 32 to 512 visible ASCII characters without a colon. Make one with:  openssl rand -hex 32"
            )
            .ValidateOnStart();
    }

    public static void AddHubPages(this IServiceCollection services)
    {
        services.AddHubSecurityHeaders();
        services.AddLanguages();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddPageServices();
        services.KeepSecretsOutOfLog();
        services.AddHubHealthChecks();
    }

    /// <summary>The services that components inject, apart from the core.</summary>
    public static void AddPageServices(this IServiceCollection services)
    {
        services.AddMessages();
        services.AddMailPages();
        services.AddTransient<FormReader>();
        services.AddScoped<AccountActions>();
        services.AddSingleton<AccountFeed>();
        services.AddSingleton<ConnectRateLimit>();
        services.AddSingleton<AuthorizationAttempts>();
        services.AddSingleton<KeyAttempts>();
        services.AddSingleton<ConnectOpener>();
        services.AddSingleton<ProductLogo>();
        services.AddMudServices(options => options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter);
        services.AddLocalizationInterceptor(provider => provider.GetRequiredService<MudBlazorMessages>());
    }

    public static void UseHub(this WebApplication app)
    {
        app.UseHeadRequests();
        app.UseRouting();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/status/500", createScopeForErrors: true);
            app.UseHsts();
        }

        app.UseWhen(HubApi.Serves, static api => api.UseSecurityHeaders(SecurityHeaders.Api));
        app.UseWhen(HubOpenApi.Serves, static reference => reference.UseSecurityHeaders(SecurityHeaders.Reference));
        app.UseWhen(static context => !HubApi.Serves(context) && !HubOpenApi.Serves(context), static pages => pages.UseSecurityHeaders());
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        // After the status pages, so that errors of the API do not reach them.
        app.UseApiErrors();
        app.UsePageErrors();
        app.UseMalformedForms();
        app.UseUnavailableStore();
        // Not for the API: a client that is redirected has already sent its key unencrypted.
        app.UseWhen(static context => !HubApi.Serves(context), static pages => pages.UseHttpsRedirection());
        app.UsePublicScheme();
        // Before authentication: the calling page must be able to read why it was refused.
        app.UseCors();
        app.UseAuthentication();
        app.UseLanguages();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.UseAntiforgeryFailures();
    }

    public static void MapHub(this WebApplication app)
    {
        app.MapStaticAssets().ForOtherSites();
        app.MapHubHealthChecks();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ConfigureWebSocketAcceptContext = EmbedEndpoints.ChooseCompression)
            .OnlyFormsTakePosts();
        app.MapHubEmbed();
        app.MapProviderAuthorization();
        app.MapAccountEndpoints();
        app.MapLanguage();
        app.MapUnsubscribe();
        app.MapHubApi();
        app.MapProviderLogos();
        ProductLogo.Map(app);
        app.MapHubSandbox();
    }
}
