namespace OrderGuard.Web.Configuration;

/// <summary>Where the tiers of the 0–1 risk scale begin.</summary>
public partial class RiskPage(DraftEditing editing) : ConfigurationPage(editing);
