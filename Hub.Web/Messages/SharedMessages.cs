using Hub.Web.Hosting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Hub.Web.Messages;

/// <summary>Words and sentences that many pages share.</summary>
public sealed class SharedMessages(IStringLocalizer<SharedMessages> texts, IOptions<ProductOptions> product) : MessageSet(texts)
{
    public string Cancel => Text();

    public string NothingSaved => Text();

    /// <summary>What the browser calls a page: its title and the product's name.</summary>
    public string PageTitle(string title) => Format(nameof(PageTitle), title, product.Value.Name);
}
