using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks;

/// <summary>
/// Stands in for every provider of <see cref="VerificationCase.All"/> and answers at once. A process of its own: its work must not count as
/// Hub's.
/// </summary>
internal static class StandIn
{
    public const string ChildArgument = "stand-in";

    /// <summary>Writes its address, and answers until its input ends.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var answers = VerificationCase
            .All.SelectMany(one => one.Answers)
            .ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetBytes(pair.Value), StringComparer.Ordinal);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(async context =>
        {
            var answer = answers[context.Request.Path];
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync(cancellationToken);
        await app.StopAsync(cancellationToken);
    }
}
