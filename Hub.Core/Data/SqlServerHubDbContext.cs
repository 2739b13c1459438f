using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Data;

public sealed class SqlServerHubDbContext(DbContextOptions<SqlServerHubDbContext> options) : HubDbContext(options);
