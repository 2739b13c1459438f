using System.Text.Json;
using FluentValidation;
using Hub.Core.Inputs;

namespace Hub.Core.Accounts;

/// <summary>The rules for what a product says of an account, or of the session that makes it.</summary>
internal static class ProductRules
{
    public static IRuleBuilderOptions<T, string?> MustBeFilled<T>(this IRuleBuilder<T, string?> rule, string message) =>
        rule.Must(text => text is not null && VisibleText.CleanName(text).Length > 0).WithMessage(message);

    /// <summary>Empty means none; invisible characters alone mean nothing.</summary>
    public static IRuleBuilderOptions<T, string?> MustBeVisible<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => string.IsNullOrEmpty(text) || VisibleText.CleanName(text).Length > 0)
            .WithMessage("Enter at least one visible character, or nothing.");

    /// <summary>Databases do not agree whether a space at the end counts.</summary>
    public static IRuleBuilderOptions<T, string?> MustNotBePadded<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || VisibleText.Trim(text).Length == text.Length)
            .WithMessage("No space or invisible character at either end.");

    public static IRuleBuilderOptions<T, string?> MustBeAtMost<T>(this IRuleBuilder<T, string?> rule, int most) =>
        rule.MaximumLength(most).WithMessage($"At most {most} characters.");

    public static IRuleBuilderOptions<T, string?> MustBeMetadata<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MustBeAtMost(LinkedAccountLimits.Metadata).Must(BeAnObject).WithMessage("Metadata is a JSON object.");

    private static bool BeAnObject(string? json)
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
