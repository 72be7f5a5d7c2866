namespace OrderGuard.Web.Common;

/// <summary>One filter in force, in the viewer's words; <paramref name="Key"/> is the page's own name for it.</summary>
public sealed record FilterChip(string Key, string Label, string? Value = null);
