using Microsoft.Playwright;

namespace OrderGuard.EndToEnd.Tests.Common;

/// <summary>Debian's Chromium, driven as a person would; one for all tests of a class (<c>IClassFixture</c>).</summary>
public sealed class Browser : IAsyncLifetime
{
    public const string Executable = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null) await _chromium.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a tab of somebody who was never here before.</summary>
    public async Task<Tab> OpenAsync(
        Uri portal, string locale = "en-US", string timeZone = "Asia/Shanghai", int width = 1440, int height = 900, ColorScheme colors = ColorScheme.Light)
    {
        var context = await _chromium!.NewContextAsync(new()
        {
            BaseURL = portal.ToString(),
            Locale = locale,
            TimezoneId = timeZone,
            ColorScheme = colors,
            ViewportSize = new() { Width = width, Height = height },
        });
        return new Tab(context, await context.NewPageAsync());
    }
}
