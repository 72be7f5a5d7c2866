namespace OrderGuard.Domain.Notifications;

/// <summary>The kinds of notice that have templates.</summary>
public static class NoticeKinds
{
    public const string Reminder = "reminder";
    public const string HandOver = "hand-over";
    public const string ActionTaken = "action-taken";
    public const string ApprovalWanted = "approval-wanted";
    public const string NobodyOnDuty = "nobody-on-duty";
    public const string ActionsHalted = "actions-halted";
    public const string ClockWrong = "clock-wrong";
    public const string MaintenanceSummary = "maintenance-summary";
    public const string BulkMoves = "bulk-moves";

    public const string RiskHeld = "risk-held";

    /// <summary>A message that somebody sends to try a channel out; it has no template.</summary>
    public const string Test = "test";

    public static IReadOnlyList<string> All { get; } =
        [Reminder, HandOver, ActionTaken, ApprovalWanted, NobodyOnDuty, ActionsHalted, ClockWrong, MaintenanceSummary, BulkMoves, RiskHeld];
}
