using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Hub.Web.Hosting;

/// <summary>
/// Data Protection with a key ring that another process may add a key to at any moment. By itself Data Protection reads the key files once
/// a day, and until then cannot read what is encrypted with a key that another node or <c>credentials rotate</c> made. Here the files are
/// read again when something comes up that was encrypted with a key whose file is new. See ADR-0033.
/// </summary>
/// <param name="directory">The key files.</param>
/// <param name="read">Data Protection that has read the key files of this moment.</param>
internal sealed class SharedKeyRing(DirectoryInfo directory, Func<IDataProtectionProvider> read) : IDataProtectionProvider
{
    // The first four bytes of a payload are the same in all; a key id follows.
    private const int KeyIdAt = 4;
    private const int KeyIdLength = 16;

    /// <summary>The keys for which the files were read again: what such a key does not decrypt is damaged, or the key is.</summary>
    private readonly ConcurrentDictionary<Guid, bool> _sought = new();

    private readonly Lock _reading = new();

    private volatile IDataProtectionProvider _current = read();

    public IDataProtector CreateProtector(string purpose) => new Protector(this, [purpose]);

    /// <summary>Reads the key files again. Needed after making a key that is to be used at once.</summary>
    public void Reload() => _current = read();

    /// <returns>Whether the files have been read again since the payload could not be decrypted, so that it may be now.</returns>
    private bool ReloadFor(byte[] payload, IDataProtectionProvider failed)
    {
        if (payload.Length < KeyIdAt + KeyIdLength)
        {
            return false;
        }

        var key = new Guid(payload.AsSpan(KeyIdAt, KeyIdLength));
        lock (_reading)
        {
            if (_current != failed)
            {
                return true;
            }

            if (_sought.ContainsKey(key) || !File.Exists(Path.Combine(directory.FullName, $"key-{key}.xml")))
            {
                return false;
            }

            Reload();
            _sought[key] = true;
            return true;
        }
    }

    private sealed class Protector(SharedKeyRing ring, string[] purposes) : IDataProtector
    {
        private volatile Inner? _inner;

        public IDataProtector CreateProtector(string purpose) => new Protector(ring, [.. purposes, purpose]);

        public byte[] Protect(byte[] plaintext) => Current().Protector.Protect(plaintext);

        public byte[] Unprotect(byte[] protectedData)
        {
            var inner = Current();
            try
            {
                return inner.Protector.Unprotect(protectedData);
            }
            catch (CryptographicException) when (ring.ReloadFor(protectedData, inner.Ring))
            {
                return Current().Protector.Unprotect(protectedData);
            }
        }

        private Inner Current()
        {
            var current = ring._current;
            if (_inner is { } inner && inner.Ring == current)
            {
                return inner;
            }

            return _inner = new Inner(current, current.CreateProtector(purposes));
        }
    }

    private sealed record Inner(IDataProtectionProvider Ring, IDataProtector Protector);
}
