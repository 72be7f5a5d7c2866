using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Publishes what an earlier version said, as a new version.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record RestoreVersion(int Number, string Note = "");

public sealed class RestoreVersionValidator : AbstractValidator<RestoreVersion>
{
    public RestoreVersionValidator() => RuleFor(x => x.Note).MaximumLength(ConfigurationVersion.NoteMaxLength);
}

internal sealed class RestoreVersionHandler(IOrderGuardDb db, ConfigurationPublisher publisher, GoLive goLive) : IHandler<RestoreVersion, PublishedConfiguration>
{
    public async Task<Result<PublishedConfiguration>> HandleAsync(RestoreVersion request, CancellationToken ct)
    {
        if (request.Number < 1 || await db.ConfigurationVersions.NumberedAsync(request.Number, ct) is not { } old) return ConfigurationRefusals.VersionNotFound;
        var newest = await db.ConfigurationVersions.NewestAsync(ct);
        var reading = ConfigurationReader.Read(old.Json, null);
        if (reading.Problems.Count > 0) return ConfigurationRefusals.Invalid(reading.Problems);
        // What was live before may come back at once, and says so by its number.
        return await publisher.PublishAsync(newest, reading, request.Note, old.Number, await goLive.LookAsync(newest.Read(), reading.Document, ct), null, ct);
    }
}
