using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Configuration;

/// <summary>Renders pages that edit the shared draft, and keeps what they make of it.</summary>
public abstract class DraftContext : PortalContext
{
    private readonly IUseCase<GetDraft, DraftState> _get = Substitute.For<IUseCase<GetDraft, DraftState>>();
    private readonly IUseCase<SaveDraft, DraftState> _save = Substitute.For<IUseCase<SaveDraft, DraftState>>();

    protected DraftContext()
    {
        SignedInAs(UserId.New(), "Lin Plainly-Invented", Permission.ViewConfiguration, Permission.EditConfiguration);
        _save.RunAsync(default!).ReturnsForAnyArgs(x =>
        {
            Edited = x.Arg<SaveDraft>().Edited;
            return (Result<DraftState>)State(Edited);
        });
        Services.AddSingleton(_get).AddSingleton(_save).AddSingleton(Substitute.For<ILiveFeed>());
        Services.AddSingleton(Substitute.For<IUseCase<CatchUpDraft, DraftState>>()).AddSingleton(Substitute.For<IUseCase<DiscardDraft, DiscardedDraft>>()).AddSingleton(Substitute.For<IUseCase<BringBackDraft, DraftState>>());
        var activity = Substitute.For<IUseCase<GetTimeoutActivity, TimeoutActivity>>();
        activity.RunAsync(default!).ReturnsForAnyArgs((Result<TimeoutActivity>)new TimeoutActivity(new Dictionary<string, int>()));
        Services.AddSingleton(activity).AddScoped<DraftEditing>();
    }

    /// <summary>What was saved last; null: nothing.</summary>
    protected ConfigurationDocument? Edited { get; private set; }

    protected void Holds(ConfigurationDocument document) => _get.RunAsync(default!).ReturnsForAnyArgs((Result<DraftState>)State(document));

    /// <summary>A draft that differs from what is published.</summary>
    protected void HoldsChanged(ConfigurationDocument published, ConfigurationDocument document) => _get.RunAsync(default!).ReturnsForAnyArgs((Result<DraftState>)new DraftState(PublishedConfiguration.Preset, published, document)
    {
        BasedOn = 0, Revision = Guid.CreateVersion7(), ChangedBy = "Lin", Changes = ConfigurationDiff.Compare(published, document),
    });

    private static DraftState State(ConfigurationDocument document) => new(PublishedConfiguration.Preset, document, document) { Problems = [.. ConfigurationRules.Check(document)] };
}
