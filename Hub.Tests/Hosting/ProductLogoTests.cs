using Hub.Core.Data;
using Hub.Tests.Api;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Hosting;

/// <summary>The product's logo is a file of the operator's that Hub serves.</summary>
public sealed class ProductLogoTests(ProductLogoTests.AcmeHub acme, ApiHub plain)
    : IClassFixture<ProductLogoTests.AcmeHub>,
        IClassFixture<ApiHub>
{
    [Fact]
    public async Task it_is_served_to_everybody_with_its_type_and_nothing_in_it_runs()
    {
        var address = acme.Get<ProductLogo>().Address;
        Assert.StartsWith("product-logo?v=", address, StringComparison.Ordinal);
        var answer = await acme.SendAsync(ApiHub.WithoutBody(HttpMethod.Get, $"/{address}"), withKey: false);
        Assert.Equal((200, "image/svg+xml", AcmeHub.Logo), (answer.Status, answer.MediaType, answer.Text));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Contains("script-src 'self'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("public, max-age=86400", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task without_one_there_is_none()
    {
        Assert.Null(plain.Get<ProductLogo>().Address);
        Assert.Equal(404, (await plain.SendAsync(ApiHub.WithoutBody(HttpMethod.Get, "/product-logo"), withKey: false)).Status);
    }

    [Fact]
    public async Task its_path_may_be_below_the_data_directory_and_another_picture_has_another_address()
    {
        var data = new DatabaseOptions { DataDirectory = RunningHub.NewDirectory() };
        Directory.CreateDirectory(data.DataDirectory);
        var options = Options.Create(new ProductOptions { Logo = "acme.png" });
        var file = Path.Combine(data.DataDirectory, "acme.png");
        await File.WriteAllTextAsync(file, "one", TestContext.Current.CancellationToken);
        var one = new ProductLogo(options, data).Address;
        await File.WriteAllTextAsync(file, "two", TestContext.Current.CancellationToken);
        Assert.NotEqual(one, new ProductLogo(options, data).Address);
        Assert.Null(ProductLogo.FindError(data.DataDirectory, "acme.png"));
        await File.WriteAllBytesAsync(file, new byte[(256 * 1024) + 1], TestContext.Current.CancellationToken);
        Assert.Contains("is larger than 256 KiB", ProductLogo.FindError(data.DataDirectory, "acme.png"), StringComparison.Ordinal);
        Directory.Delete(data.DataDirectory, recursive: true);
    }

    public sealed class AcmeHub : ApiHub
    {
        public const string Logo = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>""";

        private readonly string _directory = RunningHub.NewDirectory();

        protected override IEnumerable<string> Settings
        {
            get
            {
                Directory.CreateDirectory(_directory);
                var file = Path.Combine(_directory, "acme.svg");
                File.WriteAllText(file, Logo);
                return ["--Hub:Product:Name=Acme Careers", $"--Hub:Product:Logo={file}"];
            }
        }

        protected override ValueTask DisposeAsyncCore()
        {
            Directory.Delete(_directory, recursive: true);
            return base.DisposeAsyncCore();
        }
    }
}
