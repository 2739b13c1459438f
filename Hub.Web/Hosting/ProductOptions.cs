using Hub.Core.Data;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>Configuration section <c>Hub:Product</c>: the product that this Hub belongs to, as people know it.</summary>
public sealed class ProductOptions
{
    public const string Section = "Hub:Product";

    private const int MaxNameLength = 60;
    private const string Unnamed = "Hub";

    /// <summary>What people read in headings, titles and emails.</summary>
    public string Name { get; set; } = Unnamed;

    /// <summary>Where people use the product.</summary>
    public string? Url { get; set; }

    /// <summary>The path of a picture file, absolute or below the data directory. Hub serves it as <see cref="ProductLogo"/>.</summary>
    public string? Logo { get; set; }

    /// <summary>Whether the operator configured a name, so that people can be told who asks them.</summary>
    internal bool IsNamed => Name != Unnamed;

    internal static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<ProductOptions>, Validator>();
        builder.Services.AddOptions<ProductOptions>().Bind(builder.Configuration.GetSection(Section)).ValidateOnStart();
    }

    internal sealed class Validator(DatabaseOptions data) : IValidateOptions<ProductOptions>
    {
        public ValidateOptionsResult Validate(string? name, ProductOptions options)
        {
            var errors = new List<string>();
            if (string.IsNullOrWhiteSpace(options.Name) || options.Name.Length > MaxNameLength || options.Name.Any(char.IsControl))
            {
                errors.Add($"{Section}:Name must be the product's name, e.g. Acme Careers: 1 to {MaxNameLength} characters in one line.");
            }

            if (options.Url is { } url && !PublicAddress.IsWebAddress(url))
            {
                errors.Add($"{Section}:Url must be the address of your product, e.g. https://app.example.com: http or https.");
            }

            if (options.Logo is { } file && ProductLogo.FindError(data.DataDirectory, file) is { } error)
            {
                errors.Add($"{Section}:Logo: {error}");
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
