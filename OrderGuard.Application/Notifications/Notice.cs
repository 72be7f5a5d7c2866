using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>Something to be told to people in the channels that they read.</summary>
/// <param name="Key">What it is about, once and for all: a second notice of the tenant under the same key is not sent.</param>
/// <param name="Event">Chooses the template: one of <see cref="NoticeEvents"/>.</param>
/// <param name="Level">The level of the response, from 1: a higher one overtakes a lower one.</param>
/// <param name="People">Who is meant: mentioned in a group, or written to.</param>
/// <param name="Channels">Codes of the configured channels, all of them told; each has its own fall-back.</param>
/// <param name="Values">What the template's placeholders stand for.</param>
public sealed record Notice(string Key, string Event, AlertSeverity Severity, int Level, IReadOnlyList<UserId> People, IReadOnlyList<string> Channels, NoticeValues Values);

/// <summary>What a template may say of the matter; texts in both languages where they differ.</summary>
public sealed record NoticeValues
{
    public Guid? AlertId { get; init; }
    public string? OrderNo { get; init; }
    public Domain.Common.LocalizedText? Title { get; init; }

    /// <summary>What is being done about it, or asked of the reader.</summary>
    public Domain.Common.LocalizedText? Response { get; init; }
    public string? Category { get; init; }
    public string? Warehouse { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Where in the portal it is dealt with, from the root: <c>/orders/SO-1</c>. The portal asks for sign-in first.</summary>
    public string? Path { get; init; }
}

/// <summary>The kinds of notice that have templates.</summary>
public static class NoticeEvents
{
    public const string Reminder = NoticeKinds.Reminder;
    public const string HandOver = NoticeKinds.HandOver;
    public const string ActionTaken = NoticeKinds.ActionTaken;
    public const string ApprovalWanted = NoticeKinds.ApprovalWanted;
    public const string NobodyOnDuty = NoticeKinds.NobodyOnDuty;
    public const string ActionsHalted = NoticeKinds.ActionsHalted;
    public const string ClockWrong = NoticeKinds.ClockWrong;
    public const string MaintenanceSummary = NoticeKinds.MaintenanceSummary;
    public const string BulkMoves = NoticeKinds.BulkMoves;
    public const string RiskHeld = NoticeKinds.RiskHeld;
}

/// <summary>Takes notices into the change that causes them: they are sent once that is committed, and not if it is not.</summary>
public interface INotices
{
    void Add(Notice notice);
}
