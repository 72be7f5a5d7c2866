namespace OrderGuard.Web.Configuration;

/// <summary>What needs a second person, and when many moves by one key are an alarm.</summary>
public partial class GatewayPage(DraftEditing editing) : ConfigurationPage(editing);
