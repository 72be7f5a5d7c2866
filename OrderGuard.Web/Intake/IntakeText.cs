namespace OrderGuard.Web.Intake;

/// <summary>The words of the page of waiting events; the resource files beside it hold them.</summary>
public sealed class IntakeText;
