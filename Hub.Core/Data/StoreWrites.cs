using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Data;

internal static class StoreWrites
{
    /// <summary>
    /// Runs a unit of work, and runs it again from the start on a conflict with another writer or a broken connection. The unit must read
    /// what it decides on. Explicit transactions must be inside.
    /// </summary>
    /// <param name="write">Receives the number of earlier runs.</param>
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
