namespace OrderGuard.Web.Risk;

/// <summary>The words of the risk pages; the resource files beside it hold them.</summary>
public sealed class RiskText;
