namespace OrderGuard.Web.Risk.Rules;

/// <summary>The words of the pages of risk rules and samples; the resource files beside it hold them.</summary>
public sealed class RiskRuleText;
