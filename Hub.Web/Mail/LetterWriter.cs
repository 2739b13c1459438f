using System.Globalization;
using System.Text;
using Hub.Core.Mail;
using Hub.Web.Hosting;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;

namespace Hub.Web.Mail;

/// <summary>Writes mails in their recipient's language, as text and as HTML. Works in and outside of requests.</summary>
internal sealed class LetterWriter(
    IServiceScopeFactory scopes,
    ILoggerFactory logs,
    MailMessages texts,
    MailLinks links,
    IOptions<ProductOptions> product
)
{
    /// <param name="compose">Makes the letter. All sentences that it takes from a set are in the language.</param>
    public async Task<MailContent> WriteAsync(Language language, Func<Letter> compose)
    {
        // The caller's language is back when this method returns.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language.Culture;
        var letter = compose();
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (
                await renderer.RenderComponentAsync<LetterDocument>(
                    ParameterView.FromDictionary(
                        new Dictionary<string, object?>(StringComparer.Ordinal)
                        {
                            [nameof(LetterDocument.Letter)] = letter,
                            [nameof(LetterDocument.ProductName)] = product.Value.Name,
                            [nameof(LetterDocument.Home)] = links.Home,
                        }
                    )
                )
            ).ToHtmlString()
        );
        return new MailContent
        {
            To = letter.To,
            ReplyTo = letter.ReplyTo,
            Subject = letter.Subject,
            Text = TextOf(letter),
            Html = html,
            UnsubscribeAddress = letter.UnsubscribeAddress,
        };
    }

    private string TextOf(Letter letter)
    {
        var text = new StringBuilder();
        foreach (var paragraph in letter.Paragraphs)
        {
            text.Append(paragraph).Append("\n\n");
        }

        foreach (var item in letter.Items)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {item.Title}\n  {item.Text}\n  {item.Address}\n\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{letter.Button.Label}:\n{letter.Button.Address}\n\n");
        foreach (var hint in letter.Hints)
        {
            text.Append(hint).Append("\n\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"-- \n{texts.SentBy(product.Value.Name)}\n{links.Home}\n");
        if (letter.UnsubscribeAddress is { } unsubscribe)
        {
            text.Append(CultureInfo.InvariantCulture, $"{texts.Unsubscribe}: {unsubscribe}\n");
        }

        return text.ToString();
    }
}
