using MudBlazor;

namespace Hub.Web.Components.Layout;

/// <summary>The tokens of app.css in MudBlazor's terms. A test keeps the two equal.</summary>
internal static class HubTheme
{
    private static readonly string[] Font = ["Inter", "system-ui", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#faf9f7",
            Surface = "#ffffff",
            BackgroundGray = "#f3f1ed",
            TextPrimary = "#1d1b19",
            TextSecondary = "#625d56",
            TextDisabled = "#625d56",
            ActionDefault = "#625d56",
            Divider = "#e4e0d9",
            LinesDefault = "#e4e0d9",
            LinesInputs = "#8b857c",
            TableLines = "#e4e0d9",
            Primary = "#0f6b62",
            PrimaryContrastText = "#ffffff",
            Success = "#1c6b3c",
            Warning = "#8a4b06",
            Error = "#b3261e",
            Info = "#0f6b62",
        },
        PaletteDark = new PaletteDark
        {
            Background = "#161514",
            Surface = "#201e1c",
            BackgroundGray = "#292724",
            TextPrimary = "#f2efeb",
            TextSecondary = "#b3ada4",
            TextDisabled = "#b3ada4",
            ActionDefault = "#b3ada4",
            Divider = "#3a3733",
            LinesDefault = "#3a3733",
            LinesInputs = "#8b857c",
            TableLines = "#3a3733",
            Primary = "#6ccabc",
            PrimaryContrastText = "#06231f",
            Success = "#7fd19d",
            Warning = "#f0b866",
            Error = "#ff9d94",
            Info = "#6ccabc",
            // The dark theme's colours are light ones: text on them is dark.
            SuccessContrastText = "#06231f",
            WarningContrastText = "#06231f",
            ErrorContrastText = "#06231f",
            InfoContrastText = "#06231f",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "0.65rem" },
        Typography = new Typography
        {
            Default = new DefaultTypography
            {
                FontFamily = Font,
                LetterSpacing = "normal",
                FontSize = "1rem",
                LineHeight = "1.55",
            },
            Button = new ButtonTypography
            {
                FontFamily = Font,
                FontSize = "1rem",
                FontWeight = "600",
                LetterSpacing = "normal",
                TextTransform = "none",
            },
            Body1 = new Body1Typography { FontFamily = Font, LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Font, LetterSpacing = "normal" },
            H6 = new H6Typography
            {
                FontFamily = Font,
                FontWeight = "650",
                LetterSpacing = "-0.02em",
            },
        },
    };
}
