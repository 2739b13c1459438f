using System.Text.Json;
using Hub.Core.Providers;
using Hub.Tests.Components;
using Hub.Tests.Support;

namespace Hub.Tests.Providers;

/// <summary>A choice that decides which host is called is where an account is; and the names of auth methods.</summary>
public sealed class RegionTests
{
    private static readonly Provider Atlas = SampleProviders.Atlas;
    private static readonly AuthMethod Method = Atlas.Methods[0];

    [Fact]
    public void the_chosen_region_is_the_accounts_host()
    {
        Assert.Equal("api.eu.atlas.example", ProviderAddresses.CustomerHost(Method, Some.Values(("region", "eu"))));
        Assert.Equal("Europe", Method.RegionAt("api.eu.atlas.example")!.Label);
        Assert.Null(Method.RegionAt("api.example"));
        Assert.Null(Method.RegionAt(null));
    }

    /// <summary>Otherwise a key that is renewed after an upgrade would be that of another account.</summary>
    [Fact]
    public void the_host_that_all_had_before_there_was_a_choice_is_no_region()
    {
        var region = Method.RegionField!;
        var method = Method with
        {
            Fields =
            [
                .. Method.Fields.Select(field =>
                    field == region
                        ? field with
                        {
                            Options = [.. field.Options.Select(option => option with { Original = option.Value == "eu" })],
                        }
                        : field
                ),
            ],
        };
        Assert.Null(ProviderAddresses.CustomerHost(method, Some.Values(("region", "eu"))));
        var other = region.Options.First(option => option.Value != "eu");
        Assert.Equal(other.Host, ProviderAddresses.CustomerHost(method, Some.Values(("region", other.Value))));
    }

    [Fact]
    public void a_choice_beside_the_customers_own_part_is_no_region()
    {
        var field = new ProviderField
        {
            Key = "subdomain",
            Label = "Subdomain",
            Kind = FieldKind.Subdomain,
        };
        var method = Method with { BaseUrl = "https://{subdomain}.{region}", Fields = [.. Method.Fields, field] };
        Assert.Null(method.RegionField);
        Assert.Null(method.RegionAt("acme.api.eu.atlas.example"));
        Assert.Equal(
            "acme.api.eu.atlas.example",
            ProviderAddresses.CustomerHost(method, Some.Values(("region", "eu")).With("subdomain", "acme"))
        );
    }

    [Fact]
    public void an_account_of_nobody_known_is_called_by_its_own_host_but_not_by_a_regions()
    {
        Assert.Equal("Atlas Suite", Atlas.DefaultAccountName("api.eu.atlas.example"));
        Assert.Equal("acme.atlas.example", Atlas.DefaultAccountName("acme.atlas.example"));
        Assert.Equal("Atlas Suite", Atlas.DefaultAccountName(null));
    }

    [Fact]
    public void methods_have_the_names_that_provider_files_use()
    {
        using var schema = JsonDocument.Parse(typeof(RegionTests).Assembly.GetManifestResourceStream("provider.schema.json")!);
        var names = schema
            .RootElement.GetProperty("definitions")
            .EnumerateObject()
            .Select(definition => definition.Value.GetProperty("properties"))
            .Single(properties => properties.TryGetProperty("baseUrl", out _))
            .GetProperty("kind")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(name => name.GetString()!);
        Assert.Equal(names, Enum.GetValues<AuthMethodKind>().Select(kind => kind.ToName()));
    }
}
