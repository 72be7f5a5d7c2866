using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Publishes a whole document; a section that it leaves out keeps its published value.</summary>
/// <param name="Matching">The versions that the caller may have worked on; null: whichever is the newest.</param>
/// <param name="Reason">Why sources go live without a fresh certificate of a rehearsal; needed where the company asks systems for one too.</param>
[Requires(Permission.EditConfiguration)]
public sealed record PutConfiguration(string Json, IReadOnlyCollection<int>? Matching, string Note = "", string? Reason = null);

public sealed class PutConfigurationValidator : AbstractValidator<PutConfiguration>
{
    public PutConfigurationValidator()
    {
        RuleFor(x => x.Note).MaximumLength(ConfigurationVersion.NoteMaxLength);
        RuleFor(x => x.Reason).MaximumLength(ConfigurationVersion.NoteMaxLength);
    }
}

internal sealed class PutConfigurationHandler(IOrderGuardDb db, ConfigurationPublisher publisher, GoLive goLive) : IHandler<PutConfiguration, PublishedConfiguration>
{
    public async Task<Result<PublishedConfiguration>> HandleAsync(PutConfiguration request, CancellationToken ct)
    {
        var newest = await db.ConfigurationVersions.NewestAsync(ct);
        if (request.Matching is { } matching && !matching.Contains(newest.Number))
        {
            var known = matching.Count == 1 ? await db.ConfigurationVersions.NumberedAsync(matching.Single(), ct) : null;
            return ConfigurationRefusals.Stale(newest.Number, known is null ? [] : ConfigurationDiff.Compare(known.Read(), newest.Read()));
        }
        var reading = ConfigurationReader.Read(request.Json, newest.Json);
        if (reading.Problems.Count > 0) return ConfigurationRefusals.Invalid(reading.Problems);
        var published = newest.Read();
        var going = await goLive.LookAsync(published, reading.Document, ct);
        if (published.GoLive.ReasonFromSystems && string.IsNullOrWhiteSpace(request.Reason) && going.Any(x => x.Certificate is null)) return GoingLive.ReasonNeeded(going);
        return await publisher.PublishAsync(newest, reading, request.Note, null, going, request.Reason, ct);
    }
}
