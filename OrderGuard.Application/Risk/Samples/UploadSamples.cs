using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Samples;

/// <summary>Takes an uploaded file in, for samples that are to follow.</summary>
[Requires(Permission.EditRisk)]
public sealed record ReceiveSampleFile(Stream Content);

internal sealed class ReceiveSampleFileHandler(IImportFiles files, Caller caller) : IHandler<ReceiveSampleFile, ReceivedFile>
{
    public async Task<Result<ReceivedFile>> HandleAsync(ReceiveSampleFile request, CancellationToken ct)
    {
        if (await files.SaveAsync(caller.RequiredTenant, request.Content, ct) is not { } saved) return SampleRefusals.TooLarge;
        if (saved.Bytes > 0) return new ReceivedFile(saved.Id, saved.Bytes);
        files.Delete(caller.RequiredTenant, saved.Id);
        return SampleRefusals.Empty;
    }
}

/// <summary>Makes of a file that was taken in the next version of a sample set.</summary>
/// <param name="Append">The orders of the version before stay; else the file replaces them.</param>
/// <param name="Progress">Told the share of the file that has been read.</param>
[Requires(Permission.EditRisk)]
public sealed record UploadSamples(Guid File, string FileName, string Set, SampleMapping Mapping, bool Append = false, IProgress<double>? Progress = null);

public sealed class UploadSamplesValidator : AbstractValidator<UploadSamples>
{
    public UploadSamplesValidator()
    {
        RuleFor(x => x.Set).Must(x => ConfigurationLimits.IsCode(x)).WithMessage("Name the set with letters, digits, dots, hyphens and underscores, at most 60.");
        RuleFor(x => x.Mapping.Fields).Must(x => x.Count <= ConfigurationLimits.Columns).WithMessage($"At most {ConfigurationLimits.Columns} columns can be used.");
    }
}

internal sealed class UploadSamplesHandler(IOrderGuardDb db, Caller caller, IImportFiles files, IOrderFileReader reader, IPersonalDataHasher hasher, AuditTrail audit, TimeProvider clock) : IHandler<UploadSamples, SampleSetView>
{
    public async Task<Result<SampleSetView>> HandleAsync(UploadSamples request, CancellationToken ct)
    {
        var (tenant, now) = (caller.RequiredTenant, clock.GetUtcNow());
        var newest = await db.RiskSampleSets.AsNoTracking().Where(x => x.Name == request.Set).OrderByDescending(x => x.Version)
            .Select(x => new { x.Version, Content = request.Append ? x.Content : null }).FirstOrDefaultAsync(ct);
        var samples = new SampleReader(request.Mapping, x => Hashed(tenant, x), now);
        if (newest?.Content is { } content) samples.Keep(SampleContent.Read(content));

        await using var upload = files.Open(tenant, request.File);
        if (upload is null) return ImportRefusals.FileGone;
        Result<(IReadOnlyList<RiskSample> Samples, SampleReport Report)> read;
        using (var file = reader.Open(upload, request.Mapping.Delimiter)) read = samples.Read(file, request.Progress, ct);
        if (read.Refusal is { } refusal) return refusal;

        var set = RiskSampleSet.Of(tenant, request.Set, (newest?.Version ?? 0) + 1, request.FileName, read.Required.Samples, read.Required.Report, SampleContent.Write(read.Required.Samples), caller.Actor.Name, now);
        db.RiskSampleSets.Add(set);
        audit.Record("risk.samples-uploaded", "risk-samples", set.Id.Value.ToString(), null, new { set.Name, set.Version, set.FileName, set.Rows, set.Frauds });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.IsUniqueViolation(e))
        {
            return Refusal.Changed;
        }
        files.Delete(tenant, request.File);
        return SampleSetView.Of(set);
    }

    /// <summary>Identity numbers and payment fingerprints are never stored as they are.</summary>
    private OrderFacts Hashed(TenantId tenant, OrderFacts facts)
    {
        if (facts.Customer?.IdNumber is { } number) facts = facts with { Customer = facts.Customer with { IdNumber = hasher.Hash(tenant, "id-number", number) } };
        if (facts.Payment?.Fingerprint is { } fingerprint) facts = facts with { Payment = facts.Payment with { Fingerprint = hasher.Hash(tenant, "payment", fingerprint) } };
        return facts;
    }
}
