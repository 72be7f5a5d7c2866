using FluentValidation;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>Which pushes are meant: what is left out does not matter.</summary>
public sealed record PushFilter
{
    public const int TextMaxLength = 100;

    public string? Target { get; init; }
    public PushState? State { get; init; }

    /// <summary>The standard status that is told.</summary>
    public int? Status { get; init; }
    public string? Cause { get; init; }

    /// <summary>The HTTP status that the target answered.</summary>
    public int? Answer { get; init; }

    /// <summary>An order's number.</summary>
    public string? OrderNo { get; init; }
}

public sealed class PushFilterValidator : AbstractValidator<PushFilter>
{
    public PushFilterValidator()
    {
        RuleFor(x => x.Target).MaximumLength(PushFilter.TextMaxLength);
        RuleFor(x => x.OrderNo).MaximumLength(PushFilter.TextMaxLength);
        RuleFor(x => x.Cause).Must(x => x is null || PushCauses.All.Contains(x)).WithMessage($"One of: {string.Join(", ", PushCauses.All)}.");
        RuleFor(x => x.State).IsInEnum();
    }
}

internal static class PushQueries
{
    public static IQueryable<StatusPush> Matching(this IQueryable<StatusPush> pushes, PushFilter filter)
    {
        if (!string.IsNullOrWhiteSpace(filter.Target)) pushes = pushes.Where(x => x.Target == filter.Target);
        if (filter.State is { } state) pushes = pushes.Where(x => x.State == state);
        if (filter.Status is { } status) pushes = pushes.Where(x => x.Status == status);
        if (!string.IsNullOrWhiteSpace(filter.Cause)) pushes = pushes.Where(x => x.Cause == filter.Cause);
        if (filter.Answer is { } answer) pushes = pushes.Where(x => x.AnswerStatus == answer);
        if (!string.IsNullOrWhiteSpace(filter.OrderNo)) pushes = pushes.Where(x => x.OrderNo == filter.OrderNo.Trim());
        return pushes;
    }
}

/// <summary>A push as lists and the machine interface show it.</summary>
public sealed record PushView(
    Guid Id, string Target, string OrderNo, int Step, int Status, string StatusName, int? Previous, DateTimeOffset OccurredAt, string Source, string Event, PushState State,
    DateTimeOffset CreatedAt, DateTimeOffset? DueAt, int Attempt, int Failures, string? Cause, int? AnswerStatus, string? Answer, string? Request, bool Edited,
    DateTimeOffset? SentAt, DateTimeOffset? SettledAt, string? SettledBy, string? Reason)
{
    internal static PushView Of(StatusPush x, Domain.Configuration.TenantConfiguration configuration) => new(
        x.Id.Value, x.Target, x.OrderNo, x.Step, x.Status, configuration.Status(x.Status)?.Name ?? "", x.PreviousStatus, x.OccurredAt, x.Source, x.Event, x.State, x.CreatedAt,
        x.State is PushState.Waiting ? x.DueAt : null, x.Attempt, x.Failures, x.Cause, x.AnswerStatus, x.Answer, x.Request, x.Edition > 0, x.SentAt, x.SettledAt, x.SettledBy, x.Reason);
}
