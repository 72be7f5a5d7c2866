using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Published versions, newest first, from the one before <paramref name="Before"/> on.</summary>
/// <param name="Against">Tells each version's changes against this one.</param>
[Requires(Permission.ViewConfiguration)]
public sealed record ListVersions(int? Before = null, int Limit = 50, int? Against = null);

/// <summary>One published version as the history shows it.</summary>
public sealed record VersionRow(int Number, DateTimeOffset PublishedAt, string PublishedBy, string Note, int? RestoredFrom)
{
    public IReadOnlyList<ConfigurationChange>? Changes { get; init; }
}

/// <summary>A page of the history; <paramref name="Next"/>: ask for those before this number.</summary>
public sealed record VersionPage(IReadOnlyList<VersionRow> Items, int? Next);

public sealed class ListVersionsValidator : AbstractValidator<ListVersions>
{
    public ListVersionsValidator() => RuleFor(x => x.Limit).InclusiveBetween(1, 500);
}

internal sealed class ListVersionsHandler(IOrderGuardDb db) : IHandler<ListVersions, VersionPage>
{
    public async Task<Result<VersionPage>> HandleAsync(ListVersions request, CancellationToken ct)
    {
        var versions = db.ConfigurationVersions.AsNoTracking();
        if (request.Before is { } before) versions = versions.Where(x => x.Number < before);
        versions = versions.OrderByDescending(x => x.Number).Take(request.Limit + 1);

        List<VersionRow> rows;
        if (request.Against is { } against)
        {
            if (await db.ConfigurationVersions.NumberedAsync(against, ct) is not { } other) return ConfigurationRefusals.VersionNotFound;
            var compared = other.Read();
            rows = [.. (await versions.ToListAsync(ct)).Select(x => new VersionRow(x.Number, x.PublishedAt, x.PublishedBy, x.Note, x.RestoredFrom)
            {
                Changes = ConfigurationDiff.Compare(compared, ConfigurationJson.Read(x.Json)),
            })];
        }
        else rows = await versions.Select(x => new VersionRow(x.Number, x.PublishedAt, x.PublishedBy, x.Note, x.RestoredFrom)).ToListAsync(ct);

        var more = rows.Count > request.Limit;
        return new VersionPage(more ? rows[..request.Limit] : rows, more ? rows[request.Limit - 1].Number : null);
    }
}
