namespace OrderGuard.Web.Timeouts;

/// <summary>The words of the tuning page.</summary>
public sealed class TuningText;
