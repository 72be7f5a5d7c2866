using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>The latest rehearsals: of one source, or of all.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetRehearsals(string? Source = null);

/// <param name="Recorded">Reports of the source that could be rehearsed with, up to what one takes.</param>
/// <param name="Certificate">The certificate that counts for the source as the draft has it; null: there is none.</param>
public sealed record RehearsalList(IReadOnlyList<RehearsalView> Items, int Recorded, RehearsalView? Certificate);

public sealed record RehearsalView(
    Guid Id, string Number, string Source, RehearsalPlan Plan, RehearsalExpectations Expectations, RehearsalState State, bool Passed, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    int Done, int Total, string MappingHash, string ConfigurationHash, int ConfigurationVersion, RehearsalReport? Report, string? Error)
{
    public static RehearsalView Of(Rehearsal x) => new(
        x.Id.Value, x.Number, x.Source, x.Plan, x.Expectations, x.State, x.Passed, x.StartedBy, x.StartedAt, x.FinishedAt, x.Done, x.Total, x.MappingHash, x.ConfigurationHash, x.ConfigurationVersion, x.Report, x.Error);
}

internal sealed class GetRehearsalsHandler(IOrderGuardDb db, GoLive goLive) : IHandler<GetRehearsals, RehearsalList>
{
    private const int Most = 50;

    public async Task<Result<RehearsalList>> HandleAsync(GetRehearsals request, CancellationToken ct)
    {
        var runs = await db.Rehearsals.AsNoTracking().Where(x => request.Source == null || x.Source == request.Source).OrderByDescending(x => x.StartedAt).Take(Most).ToListAsync(ct);
        if (request.Source is not { } source) return new RehearsalList([.. runs.Select(RehearsalView.Of)], 0, null);
        var recorded = await db.OrderEvents.Where(x => x.Source == source && !x.Historical).Take(RehearsalPlan.MostEvents).CountAsync(ct);
        var draft = await DraftState.ReadAsync(db, ct);
        var certificate = draft.Document.Sources.FirstOrDefault(x => x.Code == source) is { } definition ? await goLive.CertificateAsync(draft.Document, definition, draft.PublishedDocument.GoLive, ct) : null;
        return new RehearsalList([.. runs.Select(RehearsalView.Of)], recorded, certificate is null ? null : RehearsalView.Of(certificate));
    }
}

/// <summary>One rehearsal with all that it found.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetRehearsal(RehearsalId Id);

internal sealed class GetRehearsalHandler(IOrderGuardDb db) : IHandler<GetRehearsal, RehearsalView>
{
    public async Task<Result<RehearsalView>> HandleAsync(GetRehearsal request, CancellationToken ct) =>
        await db.Rehearsals.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id, ct) is { } run ? RehearsalView.Of(run) : RehearsalRefusals.NotFound;
}

/// <summary>Which sources the draft would bring live, each with its certificate where it has a fresh one.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetGoLive;

public sealed record GoLiveState(IReadOnlyList<GoingLive> Sources)
{
    public IReadOnlyList<GoingLive> Unrehearsed => [.. Sources.Where(x => x.Certificate is null)];
}

internal sealed class GetGoLiveHandler(IOrderGuardDb db, GoLive goLive) : IHandler<GetGoLive, GoLiveState>
{
    public async Task<Result<GoLiveState>> HandleAsync(GetGoLive request, CancellationToken ct)
    {
        var draft = await DraftState.ReadAsync(db, ct);
        return new GoLiveState(await goLive.LookAsync(draft.PublishedDocument, draft.Document, ct));
    }
}
