using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Application.Notifications;

/// <summary>The templates that every company has until it writes its own.</summary>
public static class NoticePresets
{
    private static readonly Dictionary<string, LocalizedText> Titles = new()
    {
        [NoticeKinds.Reminder] = new("Reminder · {title}", "提醒 · {title}"),
        [NoticeKinds.HandOver] = new("Handed over to you · {title}", "已移交给您 · {title}"),
        [NoticeKinds.ActionTaken] = new("Dealt with · {title}", "已处理 · {title}"),
        [NoticeKinds.ApprovalWanted] = new("Approval wanted · {title}", "待审批 · {title}"),
        [NoticeKinds.NobodyOnDuty] = new("Nobody on duty · {title}", "无人值班 · {title}"),
        [NoticeKinds.ActionsHalted] = new("Actions halted · {title}", "自动操作已暂停 · {title}"),
        [NoticeKinds.ClockWrong] = new("A clock is wrong · {title}", "时钟异常 · {title}"),
        [NoticeKinds.BulkMoves] = new("Orders moved back in bulk · {title}", "批量回退预警 · {title}"),
        [NoticeKinds.MaintenanceSummary] = new("Maintenance is over · {title}", "维护窗口结束 · {title}"),
        [NoticeKinds.RiskHeld] = new("Held for review · {title}", "已冻结待复核 · {title}"),
    };

    private static readonly LocalizedText Robot = new(
        """
        **{severity} · {level}**
        {response}
        - Order: {order}
        - Category: {category}
        - Warehouse: {warehouse}
        - Amount: {amount}
        - Waiting: {waiting}, since {since}
        - Due: {due}
        - For: {people}
        [Open in OrderGuard]({link})
        """,
        """
        **{severity} · {level}**
        {response}
        - 订单：{order}
        - 品类：{category}
        - 仓库：{warehouse}
        - 金额：{amount}
        - 已等待：{waiting}（自 {since}）
        - 截止：{due}
        - 相关人员：{people}
        [在 OrderGuard 中打开]({link})
        """);

    private static readonly LocalizedText Letter = new(
        """
        {severity} · {level}
        {response}

        Order: {order}
        Category: {category}
        Warehouse: {warehouse}
        Amount: {amount}
        Waiting: {waiting}, since {since}
        Due: {due}
        For: {people}

        {link}
        """,
        """
        {severity} · {level}
        {response}

        订单：{order}
        品类：{category}
        仓库：{warehouse}
        金额：{amount}
        已等待：{waiting}（自 {since}）
        截止：{due}
        相关人员：{people}

        {link}
        """);

    private static readonly LocalizedText Short = new("Order {order}, waiting {waiting}\n{response}\n{link}", "订单 {order}，已等待 {waiting}\n{response}\n{link}");

    public static string Of(string @event, ChannelKind kind, string language)
    {
        var body = kind switch { ChannelKind.Sms => Short, ChannelKind.Email or ChannelKind.Webhook => Letter, _ => Robot };
        var title = Titles.GetValueOrDefault(@event) ?? new LocalizedText("{title}", "{title}");
        return $"{title.For(language)}\n{body.For(language)}".ReplaceLineEndings("\n");
    }
}
