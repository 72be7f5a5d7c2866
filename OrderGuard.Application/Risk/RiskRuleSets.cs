using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;

namespace OrderGuard.Application.Risk;

/// <summary>The compiled rules of a configuration.</summary>
public sealed class RiskRuleSets
{
    public IRiskRules Of(TenantConfiguration configuration) => configuration.RiskRules;
}
