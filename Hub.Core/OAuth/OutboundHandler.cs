using System.Net;
using System.Net.Http.Json;
using System.Web;
using Hub.Core.Outbound;
using Hub.Core.Providers;

namespace Hub.Core.OAuth;

/// <summary>Lets a library that wants an <see cref="HttpMessageHandler"/> go out through the guarded client.</summary>
internal sealed class OutboundHandler(OutboundClient outbound, TokenRequestFormat format = TokenRequestFormat.Form) : HttpMessageHandler
{
    /// <summary>What came back, as the classifier reads it.</summary>
    public OutboundAnswer? Answer { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (format == TokenRequestFormat.Json && request.Content is { } form)
        {
            var parameters = HttpUtility.ParseQueryString(await form.ReadAsStringAsync(cancellationToken));
            request.Content = JsonContent.Create(parameters.AllKeys.ToDictionary(key => key!, key => parameters[key], StringComparer.Ordinal));
        }

        Answer = await outbound.SendAsync(request, cancellationToken);
        var response = new HttpResponseMessage((HttpStatusCode)Answer.Status) { RequestMessage = request, Content = new ByteArrayContent(Answer.Body ?? []) };
        response.Content.Headers.ContentType = new("application/json");
        return response;
    }
}
