namespace Hub.Core.Inputs;

/// <summary>Values that become part of a path.</summary>
internal static class AddressPath
{
    // More encodings than any server undoes.
    private const int MaxEncodings = 8;

    /// <returns>True when the value, perhaps encoded, would lead up in the path that it becomes part of.</returns>
    public static bool LeavesBasePath(string value)
    {
        for (var i = 0; i < MaxEncodings; i++)
        {
            value = Uri.UnescapeDataString(value);
        }

        return value.Split('/', '\\').Any(segment => segment.Trim() is "." or "..");
    }
}
