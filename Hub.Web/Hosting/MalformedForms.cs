using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>
/// Answers 400 when a form cannot be read, on every route. The framework's own exceptions would end as 500.
/// </summary>
internal static class MalformedForms
{
    public static void UseMalformedForms(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<IOptions<FormOptions>>().Value;
        app.Use(
            (context, next) =>
            {
                context.Features.Set<IFormFeature>(new Feature(new FormFeature(context.Request, limits)));
                return next(context);
            }
        );
    }

    private sealed class Feature(FormFeature form) : IFormFeature
    {
        public bool HasFormContentType => form.HasFormContentType;

        public IFormCollection? Form
        {
            get => form.Form;
            set => form.Form = value;
        }

        public IFormCollection ReadForm()
        {
            try
            {
                return form.ReadForm();
            }
            catch (Exception e) when (IsMalformed(e))
            {
                throw BadRequest(e);
            }
        }

        public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await form.ReadFormAsync(cancellationToken);
            }
            catch (Exception e) when (IsMalformed(e))
            {
                throw BadRequest(e);
            }
        }

        /// <summary>
        /// The reader reports an incomplete form as an <see cref="IOException"/>. What the server itself refuses already has its status.
        /// </summary>
        private static bool IsMalformed(Exception exception) =>
            exception is InvalidDataException or IOException and not BadHttpRequestException;

        private static BadHttpRequestException BadRequest(Exception cause) =>
            new("The form is malformed.", StatusCodes.Status400BadRequest, cause);
    }
}
