using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Puts messages back into their queues, to be taken in again.</summary>
[Requires(Permission.ReportEvents)]
public sealed record ReplayDeadLetters(IReadOnlyList<DeadLetterId> Ids)
{
    public const int Most = 200;
}

/// <summary>Gives messages up, for a reason.</summary>
[Requires(Permission.ReportEvents)]
public sealed record DiscardDeadLetters(IReadOnlyList<DeadLetterId> Ids, string Reason);

/// <summary>How many it was done with; others had been decided by somebody else.</summary>
public sealed record DecidedDeadLetters(int Done);

public sealed class ReplayDeadLettersValidator : AbstractValidator<ReplayDeadLetters>
{
    public ReplayDeadLettersValidator() => RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= ReplayDeadLetters.Most);
}

public sealed class DiscardDeadLettersValidator : AbstractValidator<DiscardDeadLetters>
{
    public DiscardDeadLettersValidator()
    {
        RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= ReplayDeadLetters.Most);
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(DeadLetter.NoteMaxLength);
    }
}

internal sealed class DecideDeadLettersHandler(IOrderGuardDb db, Caller caller, IBroker broker, AuditTrail audit, TimeProvider clock)
    : IHandler<ReplayDeadLetters, DecidedDeadLetters>, IHandler<DiscardDeadLetters, DecidedDeadLetters>
{
    public async Task<Result<DecidedDeadLetters>> HandleAsync(ReplayDeadLetters request, CancellationToken ct)
    {
        var done = 0;
        foreach (var id in request.Ids.Distinct())
        {
            if (await db.DeadLetters.SingleOrDefaultAsync(x => x.Id == id, ct) is not { } letter || letter.Replay(caller.Actor.Name, clock.GetUtcNow()) is not null) continue;
            // First into the queue, then noted: a note that fails costs a repeat, which the events' own ids make harmless.
            if (!await broker.SendAsync(caller.RequiredTenant, letter.Queue, letter.MessageId, letter.Content(), ct))
            {
                db.Forget();
                return done > 0 ? new DecidedDeadLetters(done) : DeadLetterRefusals.BrokerAway;
            }
            audit.Record("dead-letter.replayed", "dead-letter", letter.Id.Value.ToString(), null, new { letter.Queue, letter.Reason, letter.MessageId });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                // It has come again already, before this was noted: as it is told there, it stands.
                db.Forget();
            }
            done++;
        }
        return done > 0 ? new DecidedDeadLetters(done) : await db.DeadLetters.AnyAsync(x => request.Ids.Contains(x.Id), ct) ? DeadLetterRefusals.Decided : DeadLetterRefusals.NotFound;
    }

    public async Task<Result<DecidedDeadLetters>> HandleAsync(DiscardDeadLetters request, CancellationToken ct)
    {
        var letters = await db.DeadLetters.Where(x => request.Ids.Contains(x.Id)).ToListAsync(ct);
        if (letters.Count == 0) return DeadLetterRefusals.NotFound;
        var done = 0;
        foreach (var letter in letters.Where(x => x.Discard(request.Reason, caller.Actor.Name, clock.GetUtcNow()) is null))
        {
            audit.Record("dead-letter.discarded", "dead-letter", letter.Id.Value.ToString(), null, new { letter.Queue, letter.Reason, letter.MessageId, note = letter.Note });
            done++;
        }
        if (done == 0) return DeadLetterRefusals.Decided;
        await db.SaveChangesAsync(ct);
        return new DecidedDeadLetters(done);
    }
}
