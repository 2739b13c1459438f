using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Hub.Tests.Support;

/// <summary>SQL Server's errors, which nobody but its driver can make.</summary>
internal static class SqlErrors
{
    public static SqlException Create(int number, byte severity = 14)
    {
        var errors = New<SqlErrorCollection>([]);
        var constructor = typeof(SqlError)
            .GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance)
            .MinBy(one => one.GetParameters().Length)!;
        var error = constructor.Invoke([
            .. constructor
                .GetParameters()
                .Select(parameter =>
                    parameter.Name switch
                    {
                        "infoNumber" => number,
                        "errorClass" => severity,
                        _ when parameter.HasDefaultValue => parameter.DefaultValue,
                        _ when parameter.ParameterType == typeof(string) => $"Error {number}.",
                        _ when parameter.ParameterType.IsValueType => Activator.CreateInstance(parameter.ParameterType),
                        _ => null,
                    }
                ),
        ]);
        typeof(SqlErrorCollection).GetMethod("Add", BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(errors, [error]);
        return (SqlException)
            typeof(SqlException)
                .GetMethod("CreateException", BindingFlags.NonPublic | BindingFlags.Static, [typeof(SqlErrorCollection), typeof(string)])!
                .Invoke(null, [errors, "16.0"])!;
    }

    private static T New<T>(object?[] arguments) =>
        (T)Activator.CreateInstance(typeof(T), BindingFlags.NonPublic | BindingFlags.Instance, binder: null, arguments, culture: null)!;
}
