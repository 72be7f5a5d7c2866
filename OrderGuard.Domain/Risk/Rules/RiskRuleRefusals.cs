using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk.Rules;

public static class RiskRuleRefusals
{
    public static Refusal TooFewLabels(int least) => new(RefusalKind.Conflict, "risk-labels-too-few",
        $"Rules are found where at least {least} orders are known to be honest and {least} dishonest. Upload samples, or give verdicts.");
}
