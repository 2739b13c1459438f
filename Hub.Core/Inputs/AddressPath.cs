namespace Hub.Core.Inputs;

/// <summary>Checks values that become part of a URL's path.</summary>
internal static class AddressPath
{
    // More than any server decodes.
    private const int MaxEncodings = 8;

    /// <returns>Whether the value has dot segments, possibly encoded, that lead to a parent of the path it becomes part of.</returns>
    public static bool LeavesBasePath(string value)
    {
        for (var i = 0; i < MaxEncodings; i++)
        {
            value = Uri.UnescapeDataString(value);
        }

        return value.Split('/', '\\').Any(segment => segment.Trim() is "." or "..");
    }
}
