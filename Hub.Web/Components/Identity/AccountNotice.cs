namespace Hub.Web.Components.Identity;

/// <summary>What a page says after a redirect. The cookie holds only the name, so nobody can put their own text on the page.</summary>
internal enum AccountNotice
{
    FormWasStale,
    PasswordChanged,
    TwoFactorOff,
    AuthenticatorReset,
    BrowserForgotten,
    PasskeyNamed,
    PasskeyRemoved,
    PasskeyNotAdded,
    PasskeyKnown,
    PasskeyNotFound,
    PasskeyLimit,
    UserRemoved,
    EmailChangeSent,
    EmailChanged,
    NoticesSaved,
}

/// <summary>Carries an <see cref="AccountNotice"/> over one redirect.</summary>
internal static class StatusCookie
{
    private const string Name = "Hub.Notice";

    private static readonly CookieBuilder Cookie = new()
    {
        SameSite = SameSiteMode.Strict,
        HttpOnly = true,
        IsEssential = true,
        SecurePolicy = CookieSecurePolicy.SameAsRequest,
        MaxAge = TimeSpan.FromSeconds(10),
    };

    public static void Set(HttpContext context, AccountNotice notice) =>
        context.Response.Cookies.Append(Name, notice.ToString(), OptionsFor(context));

    public static AccountNotice? Take(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { } value)
        {
            return null;
        }

        context.Response.Cookies.Delete(Name, OptionsFor(context));
        return Enum.TryParse<AccountNotice>(value, out var notice) && Enum.IsDefined(notice) ? notice : null;
    }

    private static CookieOptions OptionsFor(HttpContext context)
    {
        var options = Cookie.Build(context);
        options.Path = $"{context.Request.PathBase}/";
        return options;
    }
}
