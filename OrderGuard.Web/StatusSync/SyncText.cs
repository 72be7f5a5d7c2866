namespace OrderGuard.Web.StatusSync;

/// <summary>The words of the pages on status sync; the resource files beside it hold them.</summary>
public sealed class SyncText;
