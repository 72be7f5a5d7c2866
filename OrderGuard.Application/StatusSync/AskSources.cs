using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Asks the source of each mismatch again where its order stands; what it answers is taken in as a report of its own.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record AskSources(IReadOnlyList<MismatchId> Ids)
{
    public const int MostAtOnce = 20;
}

public sealed class AskSourcesValidator : AbstractValidator<AskSources>
{
    public AskSourcesValidator() => RuleFor(x => x.Ids).NotEmpty().Must(x => x.Count <= AskSources.MostAtOnce).WithMessage($"At most {AskSources.MostAtOnce} at once.");
}

/// <summary>What came of asking: what each source said, in its own words.</summary>
public sealed record AskedSources(IReadOnlyList<AskedSource> Answers);

public sealed record AskedSource(MismatchId Id, string OrderNo, string Source, string? Word, Refusal? Refusal);

internal sealed class AskSourcesHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, ISourceConnector connector, IIntake intake, AuditTrail audit, TimeProvider clock)
    : IHandler<AskSources, AskedSources>
{
    public async Task<Result<AskedSources>> HandleAsync(AskSources request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var mismatches = await db.Mismatches.AsNoTracking().Where(x => request.Ids.Contains(x.Id)).ToListAsync(ct);
        List<AskedSource> answers = [];
        List<IncomingReport> reports = [];
        foreach (var mismatch in mismatches)
        {
            if (configuration.Source(mismatch.Source)?.Query is not { } query)
            {
                answers.Add(new AskedSource(mismatch.Id, mismatch.OrderNo, mismatch.Source, null, MismatchRefusals.NoQuery));
                continue;
            }
            var answer = await connector.GetAsync(query, query.AddressOf(mismatch.OrderNo), ct);
            var read = answer.Json is { } json ? SourceAnswers.Read(json, query, clock.GetUtcNow()) : null;
            if (read is not { } said)
            {
                answers.Add(new AskedSource(mismatch.Id, mismatch.OrderNo, mismatch.Source, null, SourceAnswers.Unusable(answer.Said)));
                continue;
            }
            answers.Add(new AskedSource(mismatch.Id, mismatch.OrderNo, mismatch.Source, said.Word, null));
            reports.Add(new IncomingReport(caller, mismatch.Source, new IncomingEvent($"asked-{Guid.CreateVersion7():N}", mismatch.OrderNo, said.Word, said.At, null) { Payload = said.Payload }, false, DateTimeOffset.MinValue));
        }
        audit.Record("sources.asked", "mismatches", mismatches.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), null,
            answers.Select(x => new { x.OrderNo, x.Source, x.Word, problem = x.Refusal?.Code }));
        await db.SaveChangesAsync(ct);
        if (reports.Count > 0) await intake.SubmitAsync(reports, ct);
        return new AskedSources(answers);
    }
}
