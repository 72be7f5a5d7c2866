using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Common;

/// <summary>Runs the pump by hand, as a node would by itself.</summary>
internal static class Pumping
{
    public static async Task PumpAsync(this TestApp app)
    {
        var pump = app.Services.GetRequiredService<WorkPump>();
        await pump.SweepAsync(CancellationToken.None);
        await pump.RestAsync();
    }

    /// <summary>A pump of its own on the same database, as a second node has one.</summary>
    public static WorkPump SecondPump(this TestApp app) => ActivatorUtilities.CreateInstance<WorkPump>(app.Services);

    public static Task ScheduleAsync(this TestApp app, TenantId tenant, string kind, DateTimeOffset dueAt, int count = 1) => app.InAsync(tenant, async db =>
    {
        for (var i = 0; i < count; i++) db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, kind, $"{i}", dueAt, dueAt));
        await db.SaveChangesAsync();
    });

    public static Action<IServiceCollection> With(params IWorkHandler[] handlers) => services =>
    {
        foreach (var handler in handlers) services.AddScoped<IWorkHandler>(_ => handler);
    };
}

/// <summary>Remembers what it was given, and does whatever the test wants.</summary>
internal sealed class ProbeHandler(string kind, Func<IReadOnlyList<WorkItem>, CancellationToken, Task>? work = null) : IWorkHandler
{
    private readonly Lock _lock = new();

    public string Kind => kind;

    public List<WorkItemId> Runs { get; } = [];

    public List<int> Batches { get; } = [];

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        lock (_lock)
        {
            Runs.AddRange(items.Select(x => x.Id));
            Batches.Add(items.Count);
        }
        if (work is not null) await work(items, ct);
    }
}
