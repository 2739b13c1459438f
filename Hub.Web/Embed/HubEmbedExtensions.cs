using Microsoft.Extensions.Options;

namespace Hub.Web.Embed;

/// <summary>Registers and arranges what lets other people's pages hold Hub.</summary>
internal static class HubEmbedExtensions
{
    public static void AddHubEmbed(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<EmbedOptions>>(new EmbedOptions.Validator(builder.Environment.IsDevelopment()));
        builder.Services.AddOptions<EmbedOptions>().Bind(builder.Configuration.GetSection(EmbedOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<EmbedScript>();
        builder.Services.AddEmbedCors();
    }
}
