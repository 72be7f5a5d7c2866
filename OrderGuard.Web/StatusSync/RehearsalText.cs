namespace OrderGuard.Web.StatusSync;

/// <summary>The words of the pages about rehearsals; the resource files beside it hold them.</summary>
public sealed class RehearsalText;
