namespace Hub.Core.Data;

internal static class Paging
{
    private const int MaxSize = 100;

    /// <summary>The rows of one page. A number that is out of range becomes the nearest one in range.</summary>
    /// <param name="page">Counted from 0.</param>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public static IQueryable<T> Page<T>(this IQueryable<T> rows, int page, int size)
    {
        size = Math.Clamp(size, 1, MaxSize);
        return rows.Skip(Math.Clamp(page, 0, int.MaxValue / size) * size).Take(size);
    }
}
