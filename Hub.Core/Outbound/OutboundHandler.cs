using System.Net;
using System.Net.Http.Json;
using System.Web;

namespace Hub.Core.Outbound;

/// <summary>Sends the requests of a library that needs an <see cref="HttpMessageHandler"/> through the guarded client.</summary>
/// <param name="sendsJson">Whether to send the parameters of a form as a JSON object.</param>
internal sealed class OutboundHandler(OutboundClient outbound, bool sendsJson = false) : HttpMessageHandler
{
    /// <summary>The answer, as the classifier reads it.</summary>
    public OutboundAnswer? Answer { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (sendsJson && request.Content is { } form)
        {
            var parameters = HttpUtility.ParseQueryString(await form.ReadAsStringAsync(cancellationToken));
            request.Content = JsonContent.Create(
                parameters.AllKeys.ToDictionary(key => key!, key => parameters[key], StringComparer.Ordinal)
            );
        }

        Answer = await outbound.SendAsync(request, cancellationToken);
        var response = new HttpResponseMessage((HttpStatusCode)Answer.Status)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(Answer.Body ?? []),
        };
        response.Content.Headers.ContentType = new("application/json");
        return response;
    }
}
