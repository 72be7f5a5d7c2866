namespace OrderGuard.Web.Tenancy;

/// <summary>Recognises browser and system in what a browser says of itself, well enough for its own person.</summary>
internal static class Devices
{
    // In this order: most browsers also name those that they descend from.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("Chrom", "Chrome"), ("CriOS", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string? Browser(string device) => Find(Browsers, device);

    public static string? System(string device) => Find(Systems, device);

    private static string? Find((string Mark, string Name)[] known, string device) =>
        known.FirstOrDefault(x => device.Contains(x.Mark, StringComparison.Ordinal)).Name;
}
