using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Publishes the draft as the next version, where it still is the one that was reviewed and stands on the newest version.</summary>
/// <param name="Reason">Why sources go live without a fresh certificate of a rehearsal; needed where one does.</param>
[Requires(Permission.EditConfiguration)]
public sealed record PublishDraft(Guid Revision, string Note, string? Reason = null);

public sealed class PublishDraftValidator : AbstractValidator<PublishDraft>
{
    public PublishDraftValidator()
    {
        RuleFor(x => x.Note).MaximumLength(ConfigurationVersion.NoteMaxLength);
        RuleFor(x => x.Reason).MaximumLength(ConfigurationVersion.NoteMaxLength);
    }
}

internal sealed class PublishDraftHandler(IOrderGuardDb db, ConfigurationPublisher publisher, GoLive goLive) : IHandler<PublishDraft, PublishedConfiguration>
{
    public async Task<Result<PublishedConfiguration>> HandleAsync(PublishDraft request, CancellationToken ct)
    {
        if (await db.ConfigurationDrafts.FirstOrDefaultAsync(ct) is not { } draft) return ConfigurationRefusals.NoDraft;
        var newest = await db.ConfigurationVersions.NewestAsync(ct);
        if (draft.BasedOn != newest.Number)
        {
            var based = await db.ConfigurationVersions.NumberedAsync(draft.BasedOn, ct) ?? PublishedConfiguration.Preset;
            return ConfigurationRefusals.Stale(newest.Number, ConfigurationDiff.Compare(based.Read(), newest.Read()));
        }
        if (draft.Revision != request.Revision) return ConfigurationRefusals.ReviewAgain(draft.ChangedBy);

        var reading = ConfigurationReader.Read(draft.Json, newest.Json);
        if (reading.Problems.Count > 0) return ConfigurationRefusals.Invalid(reading.Problems);
        if (ConfigurationDiff.Compare(newest.Read(), reading.Document).Count == 0) return ConfigurationRefusals.NothingChanged;

        var going = await goLive.LookAsync(newest.Read(), reading.Document, ct);
        if (string.IsNullOrWhiteSpace(request.Reason) && going.Any(x => x.Certificate is null)) return GoingLive.ReasonNeeded(going);

        db.ConfigurationDrafts.Remove(draft);
        return await publisher.PublishAsync(newest, reading, request.Note, null, going, request.Reason, ct);
    }
}
