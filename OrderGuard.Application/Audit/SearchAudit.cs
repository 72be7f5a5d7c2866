using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Audit;

/// <summary>The audit entries that match, newest first; <paramref name="Before"/> is the sequence to go on behind.</summary>
[Requires(Permission.ViewAudit)]
public sealed record SearchAudit(AuditFilter Filter, long? Before = null, int Take = 50);

/// <summary>Which audit entries are meant: what is left out does not matter.</summary>
public sealed record AuditFilter
{
    public const int TextMaxLength = 200;

    /// <summary>Part of the name or the whole id of who did it.</summary>
    public string? Actor { get; init; }
    public ActorKind? ActorKind { get; init; }

    /// <summary>An action or how it begins: <c>order.</c> finds all that was done to orders.</summary>
    public string? Action { get; init; }

    /// <summary>The object's name or id.</summary>
    public string? Subject { get; init; }

    /// <summary>An address or how it begins.</summary>
    public string? Address { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }

    /// <summary>Stands somewhere in what was before or after.</summary>
    public string? Text { get; init; }
}

public sealed record FoundAudit(IReadOnlyList<AuditRow> Rows, long? Next);

/// <summary>One audit entry as people and machines read it.</summary>
public sealed record AuditRow(
    long Sequence, DateTimeOffset At, ActorKind ActorKind, string ActorId, string ActorName, string? Address, string Action, string SubjectKind, string Subject,
    string? Before, string? After, string? TraceId, string Hash)
{
    public static AuditRow Of(AuditEntry x) => new(
        x.Sequence, x.At, x.ActorKind, x.ActorId, x.ActorName, x.Address, x.Action, x.SubjectKind, x.Subject, x.Before, x.After, x.TraceId, x.Hash);
}

public sealed class SearchAuditValidator : AbstractValidator<SearchAudit>
{
    public SearchAuditValidator()
    {
        RuleFor(x => x.Take).InclusiveBetween(1, 500);
        RuleFor(x => x.Filter.ActorKind).IsInEnum();
        foreach (var text in (Func<AuditFilter, string?>[])[x => x.Actor, x => x.Action, x => x.Subject, x => x.Address, x => x.Text])
            RuleFor(x => x.Filter).Must(x => text(x) is not { Length: > AuditFilter.TextMaxLength }).WithMessage($"At most {AuditFilter.TextMaxLength} characters.");
    }
}

internal sealed class SearchAuditHandler(IOrderGuardDb db) : IHandler<SearchAudit, FoundAudit>
{
    public async Task<Result<FoundAudit>> HandleAsync(SearchAudit request, CancellationToken ct)
    {
        var entries = db.AuditEntries.AsNoTracking().Matching(request.Filter);
        if (request.Before is { } before) entries = entries.Where(x => x.Sequence < before);
        var rows = await entries.OrderByDescending(x => x.Sequence).Take(request.Take + 1).ToListAsync(ct);
        var more = rows.Count > request.Take;
        if (more) rows.RemoveAt(request.Take);
        return new FoundAudit([.. rows.Select(AuditRow.Of)], more ? rows[^1].Sequence : null);
    }
}
