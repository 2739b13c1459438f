using FluentValidation;
using FluentValidation.Results;

namespace Hub.Core.Inputs;

/// <summary>FluentValidation's rules and results with <see cref="ValidationError"/>s instead of sentences.</summary>
internal static class ValidationErrors
{
    /// <summary>The error of the rule before it.</summary>
    public static IRuleBuilderOptions<T, TProperty> WithError<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule,
        ValidationError error
    ) => rule.WithState(_ => error);

    /// <inheritdoc cref="WithError{T,TProperty}(IRuleBuilderOptions{T,TProperty}, ValidationError)"/>
    public static IRuleBuilderOptions<T, TProperty> WithError<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule,
        Func<TProperty, ValidationError> error
    ) => rule.WithState((_, value) => error(value));

    /// <returns>The first error of each property, by its name. Those of a list's elements count for the list.</returns>
    public static Dictionary<string, ValidationError> ToErrors(this ValidationResult result) =>
        result
            .Errors.GroupBy(failure => failure.PropertyName.Split('[')[0], StringComparer.Ordinal)
            .ToDictionary(failures => failures.Key, failures => (ValidationError)failures.First().CustomState, StringComparer.Ordinal);
}
