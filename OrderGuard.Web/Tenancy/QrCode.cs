using QRCoder;

namespace OrderGuard.Web.Tenancy;

/// <summary>Draws a QR code into the page itself, so that its secret passes no other address.</summary>
internal static class QrCode
{
    public static string Svg(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        // Black on white in both themes: cameras read it the other way round badly.
        return code.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
