using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OrderGuard.EndToEnd.Tests.Common;

/// <summary>A page with a memory for what went wrong on it: closing it fails the test when the console was not clean.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly List<Regex> _expected = [];

    internal Tab(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Response += (_, response) =>
        {
            if (response.Status >= 500) _errors.Enqueue($"{response.Status} from {response.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>What the console and the network complained about, but for what was expected.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Where(error => !_expected.Any(pattern => pattern.IsMatch(error)))];

    /// <summary>Says that errors of this kind belong to the test, such as a lost connection where the server is killed.</summary>
    public void Expect(string pattern) => _expected.Add(new Regex(pattern, RegexOptions.IgnoreCase));

    /// <summary>Opens a page of the portal, by path, and waits until it answers to clicks and has what it shows.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await Page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy=true]')", null, new() { Timeout = 20_000 });
    }

    /// <summary>Signs in and waits to be led away from the sign-in page.</summary>
    public async Task SignInAsync(string user, string password = PortalOptions.Password)
    {
        await GoAsync("/account/sign-in");
        await Page.FillAsync("input[name='Email'], input[name$='.Email']", user);
        await Page.FillAsync("input[name='Password'], input[name$='.Password']", password);
        await Page.PressAsync("input[name='Password'], input[name$='.Password']", "Enter");
        await Page.WaitForURLAsync(address => !address.Contains("/account/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Keeps a picture of the page for people, in the folder that the variable names; does nothing without it.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("ORDERGUARD_TEST_PICTURES") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        if (Errors is { Count: > 0 } errors) throw new InvalidOperationException($"The browser complains:\n{string.Join('\n', errors)}");
    }
}
