using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk.Rules;

public static class RiskRuleRefusals
{
    public static Refusal TooFewToLearn(int least) => new(RefusalKind.Conflict, "risk-labels-too-few-to-learn",
        $"At least {least} orders must be known to be honest and {least} dishonest to learn from. Upload samples, or give verdicts.");

    public static readonly Refusal OneSided = new(RefusalKind.Conflict, "risk-labels-one-sided",
        "By time, one part of the orders holds no honest or no dishonest one: what is learnt could not be judged. Add orders of a longer time.");

    public static Refusal TooFewLabels(int least) => new(RefusalKind.Conflict, "risk-labels-too-few",
        $"Rules are found where at least {least} orders are known to be honest and {least} dishonest. Upload samples, or give verdicts.");
}
