namespace OrderGuard.Web.Common;

/// <summary>On a page that is dark whatever its viewer chose for the others, such as the wall.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DarkByDefaultAttribute : Attribute;
