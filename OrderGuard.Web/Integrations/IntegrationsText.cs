namespace OrderGuard.Web.Integrations;

/// <summary>The words of the pages for keys; the resource files beside it hold them.</summary>
public sealed class IntegrationsText;
