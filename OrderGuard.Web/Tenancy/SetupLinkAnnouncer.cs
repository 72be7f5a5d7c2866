using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrderGuard.Application.Tenancy;

namespace OrderGuard.Web.Tenancy;

/// <summary>Prints the set-up link once the portal listens, where nobody has an account yet.</summary>
internal static partial class SetupLinkAnnouncer
{
    public static async Task AnnounceAsync(WebApplication app)
    {
        if (app.Environment.IsDevelopment()) return;
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<IAccounts>().AnyAsync(CancellationToken.None)) return;

        var token = app.Services.GetRequiredService<SetupLink>().Open();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
            LogSetupLink(app.Logger, $"{address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal)}/setup/{token}");
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody has an account yet. Create the platform operator here, once: {SetupLink}")]
    private static partial void LogSetupLink(ILogger logger, string setupLink);
}
