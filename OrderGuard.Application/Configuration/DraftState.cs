using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>What an editor works on: the draft where there is one, else what is published.</summary>
public sealed record DraftState(PublishedConfiguration Published, ConfigurationDocument PublishedDocument, ConfigurationDocument Document)
{
    /// <summary>The published version that the draft began from; null: there is no draft.</summary>
    public int? BasedOn { get; init; }

    /// <summary>Changes with every save of the draft; publishing asks for the one that was reviewed.</summary>
    public Guid? Revision { get; init; }
    public string ChangedBy { get; init; } = "";
    public DateTimeOffset? ChangedAt { get; init; }
    public IReadOnlyList<ConfigurationChange> Changes { get; init; } = [];
    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];

    public bool Exists => BasedOn is not null;

    /// <summary>Whether a newer version was published after the draft was begun.</summary>
    public bool IsBehind => BasedOn is { } based && based != Published.Number;

    internal static DraftState Of(PublishedConfiguration published, ConfigurationDraft? draft)
    {
        var document = published.Read();
        if (draft is null) return new DraftState(published, document, document);
        var reading = ConfigurationReader.Read(draft.Json, published.Json);
        return new DraftState(published, document, reading.Document)
        {
            BasedOn = draft.BasedOn, Revision = draft.Revision, ChangedBy = draft.ChangedBy, ChangedAt = draft.ChangedAt,
            Changes = ConfigurationDiff.Compare(document, reading.Document), Problems = reading.Problems,
        };
    }

    internal static async Task<DraftState> ReadAsync(IOrderGuardDb db, CancellationToken ct) =>
        Of(await db.ConfigurationVersions.NewestAsync(ct), await db.ConfigurationDrafts.AsNoTracking().FirstOrDefaultAsync(ct));
}
