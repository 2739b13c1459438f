using System.Security.Cryptography;

namespace Hub.Web.Api;

/// <summary>
/// What a caller sent, in a temporary file: as large as it may be, it does not fill the memory. The file holds secrets, so it is encrypted
/// with a key that this process alone knows, for as long as the request lasts.
/// </summary>
internal sealed class EncryptedSpool : IAsyncDisposable
{
    private readonly Aes _aes = Aes.Create();
    private readonly FileStream _file;

    private EncryptedSpool() =>
        _file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            }
        );

    /// <summary>What was sent, from its beginning. Can be read once.</summary>
    public Stream Content { get; private set; } = Stream.Null;

    public static async Task<EncryptedSpool> ReceiveAsync(Stream body, CancellationToken cancellationToken)
    {
        var spool = new EncryptedSpool();
        try
        {
            using var encryptor = spool._aes.CreateEncryptor();
            await using (var encrypted = new CryptoStream(spool._file, encryptor, CryptoStreamMode.Write, leaveOpen: true))
            {
                await body.CopyToAsync(encrypted, cancellationToken);
            }

            spool._file.Position = 0;
            spool.Content = new CryptoStream(spool._file, spool._aes.CreateDecryptor(), CryptoStreamMode.Read, leaveOpen: true);
            return spool;
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        await _file.DisposeAsync();
        _aes.Dispose();
    }
}
