using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OrderGuard.EndToEnd.Tests.Common;

/// <summary>A site of a few pages and a hub, to show that the browser and the Node client see what they must.</summary>
public sealed class TinySite : IAsyncLifetime
{
    public const string Token = "let-me-in";

    private WebApplication? _site;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        _site = builder.Build();
        _site.Urls.Add("http://127.0.0.1:0");
        _site.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments(NodeClient.HubPath) || IsLetIn(context.Request)) return next();
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        _site.MapHub<TinyHub>(NodeClient.HubPath);
        _site.MapGet("/favicon.ico", () => Results.NoContent());
        _site.MapGet("/clean", () => Page("<h1>订单</h1>"));
        _site.MapGet("/noisy", () => Page("<script>console.error('the lamp is broken')</script>"));
        _site.MapGet("/throwing", () => Page("<script>missing.thing()</script>"));
        _site.MapGet("/incomplete", () => Page("<img src=absent.png>"));
        _site.MapGet("/account/sign-in", () => Page(
            "<form action=/welcome><input name=Email><input name=Password type=password><button>in</button></form>"));
        _site.MapGet("/welcome", (string email) => Page($"<h1>{email}</h1>"));
        await _site.StartAsync();
        Address = new Uri(_site.Urls.Single());
    }

    public async Task DisposeAsync() => await _site!.DisposeAsync();

    private static bool IsLetIn(HttpRequest request) =>
        request.Query["access_token"] == Token || request.Headers.Authorization == $"Bearer {Token}";

    private static IResult Page(string body) => Results.Content($"<!doctype html><html><body>{body}</body></html>", "text/html; charset=utf-8");

    private sealed class TinyHub : Hub
    {
        public override Task OnConnectedAsync() => RequestSnapshot();

        public Task RequestSnapshot() => Clients.Caller.SendAsync("snapshot", new { Sequence = 7 });
    }
}
