using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>The shared draft as the pages of one person edit it: each edit is saved at once, and what others do is shown.</summary>
public sealed class DraftEditing(
    IUseCase<GetDraft, DraftState> get, IUseCase<SaveDraft, DraftState> save, IUseCase<CatchUpDraft, DraftState> catchUp, IUseCase<DiscardDraft, DiscardedDraft> discard,
    IUseCase<BringBackDraft, DraftState> bringBack, ILiveFeed feed, AuthenticationStateProvider authentication, IToasts toasts, IStringLocalizer<ConfigurationText> texts) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private IDisposable? _watch;
    private bool _watching;

    /// <summary>Raised from any thread when the draft is another.</summary>
    public event Action? Changed;

    public DraftState? Draft { get; private set; }

    public Refusal? Failure { get; private set; }

    public bool MayEdit { get; private set; }

    public async Task LoadAsync()
    {
        await WatchAsync();
        var answer = await get.RunAsync(new GetDraft());
        Failure = answer.Refusal;
        if (answer.Refusal is null) Draft = answer.Required;
        Changed?.Invoke();
    }

    /// <summary>Saves an edit of the document as it is shown; where somebody else was quicker, says so and shows theirs.</summary>
    public async Task<bool> EditAsync(Func<ConfigurationDocument, ConfigurationDocument> edit)
    {
        await _one.WaitAsync();
        try
        {
            if (Draft is not { } seen || !MayEdit) return false;
            var answer = await save.RunAsync(new SaveDraft(seen.Document, edit(seen.Document)));
            if (answer.Refusal is not { } refusal)
            {
                Draft = answer.Required;
                return true;
            }
            toasts.Error(texts.ForRefusal(refusal));
            await LoadAsync();
            return false;
        }
        finally
        {
            _one.Release();
            Changed?.Invoke();
        }
    }

    /// <summary>Edits and offers to take it back: for what removes something.</summary>
    public async Task EditWithUndoAsync(Func<ConfigurationDocument, ConfigurationDocument> edit, string done)
    {
        if (Draft?.Document is not { } before || !await EditAsync(edit)) return;
        toasts.Undo(done, () => EditAsync(_ => before));
    }

    public async Task CatchUpAsync() => await TakeAsync(await catchUp.RunAsync(new CatchUpDraft()));

    public async Task DiscardAsync()
    {
        var answer = await discard.RunAsync(new DiscardDraft());
        if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Undo(texts["DraftDiscarded"], async () => await TakeAsync(await bringBack.RunAsync(new BringBackDraft(answer.Required))));
        await LoadAsync();
    }

    /// <summary>Shows what a use case made of the draft, or why it did not.</summary>
    public async Task<bool> TakeAsync(Result<DraftState> answer)
    {
        if (answer.Refusal is { } refusal)
        {
            toasts.Error(texts.ForRefusal(refusal));
            await LoadAsync();
            return false;
        }
        Draft = answer.Required;
        Changed?.Invoke();
        return true;
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _one.Dispose();
    }

    private async Task WatchAsync()
    {
        if (_watching) return;
        _watching = true;
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        MayEdit = user.HasClaim(CallerClaims.Permission, nameof(Permission.EditConfiguration));
        if (Guid.TryParse(user.FindFirstValue(CallerClaims.Tenant), out var tenant))
            _watch = feed.Subscribe(new TenantId(tenant), x => x is ConfigurationLiveChange or DraftLiveChange ? RefreshAsync() : Task.CompletedTask);
    }

    /// <summary>Somebody changed the draft or published: shows it, between two edits of this person.</summary>
    private async Task RefreshAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (Draft is null) return;
            var answer = await get.RunAsync(new GetDraft());
            if (answer.Refusal is not null || answer.Required.Revision == Draft.Revision && answer.Required.Published.Number == Draft.Published.Number) return;
            Draft = answer.Required;
        }
        finally
        {
            _one.Release();
        }
        Changed?.Invoke();
    }
}
