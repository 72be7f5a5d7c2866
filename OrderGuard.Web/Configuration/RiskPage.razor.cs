using OrderGuard.Application.Common;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Configuration;

/// <summary>Whether orders are assessed, where the tiers of the 0–1 risk scale begin, and what that would have meant.</summary>
public partial class RiskPage(DraftEditing editing, IUseCase<GetTierEffect, TierEffect> getEffect) : ConfigurationPage(editing)
{
    private TierEffect? _effect;
    private RiskTiers? _moving;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        _effect = (await getEffect.RunAsync(new GetTierEffect())).Value;
    }

    private async Task SetAsync(RiskTiers tiers)
    {
        _moving = null;
        await Editing.EditAsync(x => x with { Risk = x.Risk with { Tiers = tiers } });
    }
}
