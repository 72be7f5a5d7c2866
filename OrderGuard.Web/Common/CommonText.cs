namespace OrderGuard.Web.Common;

/// <summary>The words that every page shares; the resource files beside it hold them.</summary>
public sealed class CommonText;
