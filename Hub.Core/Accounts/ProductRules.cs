using System.Text.Json;
using FluentValidation;
using Hub.Core.Inputs;

namespace Hub.Core.Accounts;

/// <summary>The rules for what a product tells Hub of an account, directly or in the session that links it.</summary>
internal static class ProductRules
{
    public static IRuleBuilderOptions<T, string?> Required<T>(this IRuleBuilder<T, string?> rule, ValidationError error) =>
        rule.Must(text => text is not null && VisibleText.CleanName(text).Length > 0).WithError(error);

    /// <summary>Empty means none; invisible characters alone mean nothing.</summary>
    public static IRuleBuilderOptions<T, string?> NotBlank<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => string.IsNullOrEmpty(text) || VisibleText.CleanName(text).Length > 0).WithError(new ValidationError.Blank());

    /// <summary>Databases do not agree whether a space at the end counts.</summary>
    public static IRuleBuilderOptions<T, string?> NotPadded<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || VisibleText.Trim(text).Length == text.Length).WithError(new ValidationError.Padded());

    public static IRuleBuilderOptions<T, string?> AtMost<T>(this IRuleBuilder<T, string?> rule, int max) =>
        rule.MaximumLength(max).WithError(new ValidationError.TooLong(max));

    public static IRuleBuilderOptions<T, string?> Metadata<T>(this IRuleBuilder<T, string?> rule) =>
        rule.AtMost(LinkedAccountLimits.Metadata).Must(IsNullOrObject).WithError(new ValidationError.NotAJsonObject());

    private static bool IsNullOrObject(string? json)
    {
        if (json is null)
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
