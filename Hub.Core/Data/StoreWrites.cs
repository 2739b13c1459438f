using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Data;

internal static class StoreWrites
{
    /// <summary>
    /// Runs a unit of work, and runs it again from its beginning when another writer was there in the same moment or the connection broke.
    /// It has to read what it decides on. Explicit transactions are possible only within.
    /// </summary>
    /// <param name="write">Gets how often it ran before.</param>
    public static Task<T> WriteAsync<T>(this HubDbContext db, Func<int, Task<T>> write)
    {
        var attempt = 0;
        return RetryStrategy
            .ForCollisions(db)
            .ExecuteAsync(async () =>
            {
                if (attempt > 0)
                {
                    db.ChangeTracker.Clear();
                }

                return await write(attempt++);
            });
    }
}
