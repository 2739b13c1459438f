using Microsoft.AspNetCore.Components;
using QRCoder;

namespace Hub.Web.Components.Shared;

internal static class QrCode
{
    /// <returns>An SVG element that fills its container.</returns>
    public static MarkupString Draw(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return new MarkupString(svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute));
    }
}
