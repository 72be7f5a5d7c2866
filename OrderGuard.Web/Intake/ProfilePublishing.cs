using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Intake;

/// <summary>What became of a new profile.</summary>
public enum PublishedProfile
{
    Published,

    /// <summary>It stands in the draft beside other changes, which a person has to review first.</summary>
    InDraft,
}

/// <summary>Puts a new import profile into the configuration, and publishes it where the draft holds nothing else.</summary>
public sealed class ProfilePublishing(IUseCase<GetDraft, DraftState> getDraft, IUseCase<SaveDraft, DraftState> saveDraft, IUseCase<PublishDraft, PublishedConfiguration> publish)
{
    public async Task<Result<PublishedProfile>> PublishAsync(ImportProfile profile, string note, CancellationToken ct)
    {
        var current = await getDraft.RunAsync(new GetDraft(), ct);
        if (current.Refusal is { } unseen) return unseen;
        var seen = current.Required.Document;
        var edited = seen with { ImportProfiles = [.. seen.ImportProfiles.Where(x => x.Code != profile.Code), profile] };
        var saved = await saveDraft.RunAsync(new SaveDraft(seen, edited), ct);
        if (saved.Refusal is { } unsaved) return unsaved;
        if (saved.Required.Revision is not { } revision) return PublishedProfile.Published; // It was published already.
        if (current.Required.Exists) return PublishedProfile.InDraft;
        var published = await publish.RunAsync(new PublishDraft(revision, note), ct);
        return published.Refusal is { } refusal ? refusal : PublishedProfile.Published;
    }
}
