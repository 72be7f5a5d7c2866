namespace OrderGuard.Web.Configuration;

/// <summary>The words of the configuration area; the resource files beside it hold them.</summary>
public sealed class ConfigurationText;
