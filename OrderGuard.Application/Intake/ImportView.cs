using OrderGuard.Domain.Intake;

namespace OrderGuard.Application.Intake;

/// <summary>An import as the machine interface and the pages show it.</summary>
public sealed record ImportView
{
    public required Guid Id { get; init; }
    public required ImportState State { get; init; }
    public required long Rows { get; init; }
    public required long OrdersCreated { get; init; }
    public required long EventsApplied { get; init; }
    public required long Rejected { get; init; }
    public required double Progress { get; init; }
    public required string FileName { get; init; }
    public required string Profile { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? Error { get; init; }

    public bool IsOver() => State is ImportState.Completed or ImportState.Failed or ImportState.Cancelled;

    public static ImportView Of(ImportJob job) => new()
    {
        Id = job.Id.Value, State = job.State, Rows = job.Rows, OrdersCreated = job.OrdersCreated, EventsApplied = job.EventsApplied, Rejected = job.Rejected,
        Progress = Math.Round(job.Progress, 4), FileName = job.FileName, Profile = job.Profile, CreatedBy = job.CreatedBy, CreatedAt = job.CreatedAt,
        StartedAt = job.StartedAt, FinishedAt = job.FinishedAt, Error = job.Error,
    };
}
