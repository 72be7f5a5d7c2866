using Microsoft.Extensions.Logging.Console;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Web.Common.Commands;

/// <summary>The application as commands use it: composed like the portal, but nothing is served and no background work runs.</summary>
internal sealed class CommandServices : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CommandCaller _caller;

    private CommandServices(WebApplication app)
    {
        _app = app;
        _caller = app.Services.GetRequiredService<CommandCaller>();
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>On whose behalf the command works: the system, in the tenant that was named.</summary>
    public Caller Caller => _caller.Current;

    public static CommandServices Open()
    {
        var builder = WebApplication.CreateBuilder();
        // What only pages and endpoints use is not composed here, so that not every service can be made.
        builder.Host.UseDefaultServiceProvider(x => (x.ValidateOnBuild, x.ValidateScopes) = (false, true));
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(x => x.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning);
        builder.Services.AddUseCases();
        builder.Services.AddInfrastructure(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton<CommandCaller>();
        builder.Services.AddScoped<ICallerSource>(x => x.GetRequiredService<CommandCaller>());
        return new CommandServices(builder.Build());
    }

    /// <summary>Finds the tenant by its code and works in it from now on; false where there is none.</summary>
    public async Task<bool> EnterAsync(string code, string command, CancellationToken ct)
    {
        await DatabaseSchema.MigrateAsync(Services, ct);
        if (await Services.GetRequiredService<TenantCodes>().FindAsync(code, ct) is not { } tenant) return false;
        _caller.Current = Caller.System(tenant) with { Actor = new Actor(ActorKind.System, $"command:{command}", $"{command} ({Environment.UserName})", null) };
        return true;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class CommandCaller : ICallerSource
    {
        public Caller Current { get; set; } = Caller.System(null);

        public ValueTask<Caller> GetAsync(CancellationToken ct) => ValueTask.FromResult(Current);
    }
}
