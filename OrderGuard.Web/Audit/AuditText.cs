namespace OrderGuard.Web.Audit;

/// <summary>The words of the audit page; the resource files beside it hold them.</summary>
public sealed class AuditText;
