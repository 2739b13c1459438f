namespace Hub.Core.Data;

/// <summary>The database server does not answer.</summary>
public sealed class DatabaseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
