namespace OrderGuard.Web.StatusSync;

/// <summary>The words of the pages about target systems; the resource files beside it hold them.</summary>
public sealed class TargetsText;
