namespace Hub.Core;

/// <summary>How long what <see cref="StoredCases{T}"/> writes can be, in characters.</summary>
public static class StoredCaseLimits
{
    public const int Code = 64;

    /// <summary>The longest column of SQL Server that is stored within its row.</summary>
    public const int Arguments = 4000;
}
