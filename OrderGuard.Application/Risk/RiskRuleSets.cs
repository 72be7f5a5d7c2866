using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk;

/// <summary>The compiled rules of a configuration.</summary>
public sealed class RiskRuleSets
{
    private readonly IRiskRules _none = NoRiskRules.Instance;

    public IRiskRules Of(TenantConfiguration configuration) => _none;
}
