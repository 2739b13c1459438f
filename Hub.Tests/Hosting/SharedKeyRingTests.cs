using System.Security.Cryptography;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Hosting;

/// <summary>Another process adds keys to the key ring that this one has read.</summary>
public sealed class SharedKeyRingTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("hub-test-");

    private int _reads;

    [Fact]
    public void what_a_new_key_encrypted_is_read_at_once_and_the_key_is_used_from_then_on()
    {
        var ring = RingOfTheBeginning();
        var protector = ring.CreateProtector("a").CreateProtector("b");
        var old = protector.Protect([1]);
        NewKey();
        var foreign = Read().CreateProtector("a", "b").Protect([2]);
        _reads = 0;

        Assert.Equal([2], protector.Unprotect(foreign));
        Assert.Equal([1], protector.Unprotect(old));
        Assert.Equal(1, _reads);
        Assert.Equal(foreign[..20], protector.Protect([3])[..20]);
        Assert.Equal([2], ring.CreateProtector("a").CreateProtector("b").Unprotect(foreign));
        Assert.Throws<CryptographicException>(() => ring.CreateProtector("a").Unprotect(foreign));
    }

    [Fact]
    public void the_files_are_not_read_again_for_what_no_file_has_the_key_of_nor_twice_for_what_is_damaged()
    {
        var ring = RingOfTheBeginning();
        var protector = ring.CreateProtector("a");
        var lost = new EphemeralDataProtectionProvider().CreateProtector("a").Protect([1]);
        NewKey();
        var damaged = Read().CreateProtector("a").Protect([2]);
        damaged[^1] ^= 1;
        _reads = 0;

        Assert.Throws<CryptographicException>(() => protector.Unprotect(lost));
        Assert.Throws<CryptographicException>(() => protector.Unprotect([9]));
        Assert.Equal(0, _reads);
        Assert.Throws<CryptographicException>(() => protector.Unprotect(damaged));
        Assert.Throws<CryptographicException>(() => protector.Unprotect(damaged));
        Assert.Equal(1, _reads);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>
    /// A ring that has read the first key only: Data Protection itself reads the files again in the first two minutes of a process, so this
    /// one begins with a copy of them.
    /// </summary>
    private SharedKeyRing RingOfTheBeginning()
    {
        Read().CreateProtector("first").Protect([0]);
        var copy = _directory.CreateSubdirectory("copy");
        foreach (var file in _directory.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(copy.FullName, file.Name));
        }

        var isFirst = true;
        return new SharedKeyRing(
            _directory,
            () =>
            {
                if (!isFirst)
                {
                    return Read();
                }

                isFirst = false;
                return Read(copy);
            }
        );
    }

    private IDataProtectionProvider Read()
    {
        _reads++;
        return Read(_directory);
    }

    private static IDataProtectionProvider Read(DirectoryInfo directory) =>
        Services(directory).GetRequiredService<IDataProtectionProvider>();

    private void NewKey()
    {
        var now = TimeProvider.System.GetUtcNow();
        Services(_directory).GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
    }

    private static ServiceProvider Services(DirectoryInfo directory)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddDataProtection().SetApplicationName("Hub").PersistKeysToFileSystem(directory);
        return services.BuildServiceProvider();
    }
}
