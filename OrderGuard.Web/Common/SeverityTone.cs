namespace OrderGuard.Web.Common;

/// <summary>What a badge says by colour, icon and word.</summary>
public enum SeverityTone { Critical, Warning, Info, Resolved }

internal static class SeverityLook
{
    public static string Icon(this SeverityTone tone) => tone switch
    {
        SeverityTone.Critical => "warning",
        SeverityTone.Warning => "error",
        SeverityTone.Info => "info",
        SeverityTone.Resolved => "check_circle",
        _ => throw new ArgumentOutOfRangeException(nameof(tone)),
    };
}
