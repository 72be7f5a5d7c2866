using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Messages that could not be taken in, newest first.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetDeadLetters(DeadLetterState? State, int Skip, int Take)
{
    public const int MostListed = 200;
}

public sealed record DeadLetterRow(
    DeadLetterId Id, string Queue, string Source, string Reason, string? Detail, string? MessageId, DateTimeOffset LastAt, int Times, DeadLetterState State, string? DecidedBy, DateTimeOffset? DecidedAt, string? Note);

public sealed record DeadLetterList(IReadOnlyList<DeadLetterRow> Rows, int Total);

public sealed class GetDeadLettersValidator : AbstractValidator<GetDeadLetters>
{
    public GetDeadLettersValidator()
    {
        RuleFor(x => x.Skip).GreaterThanOrEqualTo(0);
        RuleFor(x => x.Take).InclusiveBetween(1, GetDeadLetters.MostListed);
    }
}

internal sealed class GetDeadLettersHandler(IOrderGuardDb db) : IHandler<GetDeadLetters, DeadLetterList>
{
    public async Task<Result<DeadLetterList>> HandleAsync(GetDeadLetters request, CancellationToken ct)
    {
        var letters = db.DeadLetters.AsNoTracking();
        if (request.State is { } state) letters = letters.Where(x => x.State == state);
        var rows = await letters.OrderByDescending(x => x.LastAt).ThenBy(x => x.Id).Skip(request.Skip).Take(request.Take).Select(x => new DeadLetterRow(
            x.Id, x.Queue, x.Source, x.Reason, x.Detail, x.MessageId, x.LastAt, x.Times, x.State, x.DecidedBy, x.DecidedAt, x.Note)).ToListAsync(ct);
        return new DeadLetterList(rows, await letters.CountAsync(ct));
    }
}

/// <summary>One message as it came; it may hold personal data, so who looks is in the audit.</summary>
[Requires(Permission.ViewPersonalData)]
public sealed record GetDeadLetter(DeadLetterId Id);

public sealed record DeadLetterContent(string Body, bool IsBinary);

internal sealed class GetDeadLetterHandler(IOrderGuardDb db, Audit.AuditTrail audit) : IHandler<GetDeadLetter, DeadLetterContent>
{
    public async Task<Result<DeadLetterContent>> HandleAsync(GetDeadLetter request, CancellationToken ct)
    {
        var letter = await db.DeadLetters.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (letter is null) return DeadLetterRefusals.NotFound;
        audit.Record("dead-letter.read", "dead-letter", letter.Id.Value.ToString(), null, new { letter.Queue, letter.MessageId });
        await db.SaveChangesAsync(ct);
        return new DeadLetterContent(letter.Body, letter.IsBinary);
    }
}
