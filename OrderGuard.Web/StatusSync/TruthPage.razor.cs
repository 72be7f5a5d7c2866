using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.StatusSync;

/// <summary>Whose word counts, and how long another system may say something else.</summary>
public partial class TruthPage(DraftEditing editing) : ConfigurationPage(editing);
