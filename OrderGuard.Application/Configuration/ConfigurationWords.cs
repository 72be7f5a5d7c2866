using System.Globalization;
using System.Text.Json.Nodes;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>Says changes of a configuration in words, in both languages: <c>Payment · Cold chain: 45 min → 30 min</c>.</summary>
internal sealed class ConfigurationWords(ConfigurationDocument before, ConfigurationDocument after)
{
    private static readonly string[] ExtractParts = ["path", "pattern", "as"];
    private static readonly LocalizedText Nothing = new("none", "无");

    private static readonly Dictionary<ConfigurationSection, LocalizedText> Kinds = new()
    {
        [ConfigurationSection.Statuses] = new("status", "状态"),
        [ConfigurationSection.Categories] = new("category", "品类"),
        [ConfigurationSection.Sources] = new("source", "来源系统"),
        [ConfigurationSection.Timeouts] = new("monitoring point", "监测点"),
        [ConfigurationSection.ImportProfiles] = new("import profile", "导入方案"),
        [ConfigurationSection.Risk] = new("Risk", "风险"),
        [ConfigurationSection.FulfilmentRisk] = new("Fulfilment risk", "履约风险"),
        [ConfigurationSection.Alerts] = new("Alerts", "预警"),
        [ConfigurationSection.Retention] = new("Retention", "保留期限"),
        [ConfigurationSection.Calendars] = new("calendar", "工作日历"),
        [ConfigurationSection.Maintenance] = new("maintenance window", "维护窗口"),
        [ConfigurationSection.Clock] = new("Clocks", "时钟校准"),
        [ConfigurationSection.Escalations] = new("escalation policy", "升级策略"),
        [ConfigurationSection.Duties] = new("duty", "职责"),
        [ConfigurationSection.Rotations] = new("rotation", "轮值"),
        [ConfigurationSection.Actions] = new("Guarded actions", "受控操作"),
        [ConfigurationSection.Channels] = new("channel", "通知渠道"),
        [ConfigurationSection.Notifications] = new("Notifications", "通知"),
        [ConfigurationSection.Targets] = new("target system", "目标系统"),
        [ConfigurationSection.Gateway] = new("Gateway", "接口网关"),
        [ConfigurationSection.Truth] = new("One truth", "唯一真相"),
        [ConfigurationSection.GoLive] = new("Go-live", "上线"),
        [ConfigurationSection.RiskRules] = new("risk rule", "风控规则"),
    };

    private static readonly Dictionary<string, LocalizedText> Names = new()
    {
        ["name"] = new("name", "名称"), ["label"] = new("label", "显示名"), ["next"] = new("may be followed by", "允许的后续状态"), ["terminal"] = new("rests here for good", "终态"),
        ["role"] = new("role", "角色"), ["mayEnter"] = new("may move orders into", "可推进到"), ["timeZone"] = new("time zone", "时区"), ["mapping"] = new("word", "状态词"),
        ["from"] = new("starts with", "起始状态"), ["until"] = new("ends with", "目标状态"), ["within"] = new("all other categories", "其他品类"), ["clock"] = new("clock", "计时方式"),
        ["escalation"] = new("escalation", "分级响应"), ["severity"] = new("severity", "严重程度"), ["source"] = new("source", "来源系统"), ["orderNo"] = new("order number column", "订单号列"),
        ["fields"] = new("field", "字段"), ["stages"] = new("stage column", "阶段列"), ["statusColumn"] = new("status column", "状态列"), ["finalStatuses"] = new("final status word", "终态词"),
        ["calendar"] = new("calendar", "工作日历"), ["overrides"] = new("exception", "例外"), ["weekly"] = new("hours", "工作时段"), ["holidays"] = new("holiday", "节假日"),
        ["makeUpDays"] = new("make-up day", "调休上班日"), ["sources"] = new("sources", "来源系统"), ["categories"] = new("categories", "品类"), ["rules"] = new("monitoring points", "监测点"), ["reason"] = new("reason", "原因"), ["channels"] = new("channels", "通知渠道"),
        ["correct"] = new("set wrong clocks right", "校正错误时钟"), ["correctAbove"] = new("corrected above", "校正阈值"), ["alert"] = new("alert on wrong clocks", "时钟异常预警"),
        ["alertAbove"] = new("alert above", "预警阈值"), ["except"] = new("sources left alone", "不校正的来源系统"),
        ["delimiter"] = new("separator", "分隔符"), ["timeFormat"] = new("time format", "时间格式"), ["medium"] = new("medium tier from", "中风险起点"), ["high"] = new("high tier from", "高风险起点"),
        ["enabled"] = new("on", "启用"), ["useFitted"] = new("fitted weights decide", "使用拟合权重"), ["tightenAbove"] = new("early reminder from a score of", "提前提醒的分值起点"),
        ["waitForAssessment"] = new("held until assessed", "评估前先冻结"), ["watchFor"] = new("time in the watch pool", "观察时长"), ["reviewWithin"] = new("decide within", "复核目标时限"),
        ["secondOpinionAbove"] = new("two reviewers from", "两人复核起点金额"), ["tellMaster"] = new("tell the master system", "通知主系统"), ["cancelFraud"] = new("ask to cancel fraud", "欺诈请求取消"),
        ["ownTags"] = new("own tags", "自定义标签"), ["learnAfterLabels"] = new("learnt anew after labels", "重新训练所需新标签"), ["promoteByRule"] = new("better versions decide by themselves", "更优版本自动生效"),
        ["promoteMargin"] = new("better by (ROC AUC)", "自动生效所需提升（ROC AUC）"), ["reviewsADay"] = new("reviews a day", "每日可复核单数"),
        ["tightenBy"] = new("reminded earlier by", "提前比例"),
        ["acknowledgeFor"] = new("acknowledgement holds for", "确认有效时长"), ["targetTimeoutRate"] = new("target timeout rate", "目标超时率"), ["auditDays"] = new("days that the audit is kept", "审计保留天数"),
        ["fourEyes"] = new("wait for a second person", "需双人复核的操作"), ["fourEyesAbove"] = new("second person above", "双人复核起点金额"), ["bulkAlert"] = new("alert on bulk moves back", "批量回退预警"),
        ["bulkLeast"] = new("bulk from", "批量起点笔数"), ["bulkWithin"] = new("bulk within", "批量统计时长"), ["bulkTimesUsual"] = new("times what is usual", "超出平常倍数"), ["bulkChannels"] = new("channels told of bulk moves back", "批量回退通知渠道"),
        ["requestDays"] = new("days that the request log is kept", "请求日志保留天数"),
        ["levels"] = new("levels", "级别"), ["category"] = new("category", "品类"), ["warehouse"] = new("warehouse", "仓库"), ["attributes"] = new("attribute", "附加信息"),
        ["owner"] = new("owner", "负责人"), ["backup"] = new("backup", "后备"), ["people"] = new("people in turn", "轮值人员"), ["period"] = new("hands over", "交接周期"),
        ["handOverOn"] = new("hand-over day", "交接日"), ["handOverAt"] = new("hand-over time", "交接时间"), ["since"] = new("first turn", "首轮开始"), ["standIns"] = new("stand-ins", "临时替班"),
        ["approvalAbove"] = new("approval above", "需审批金额"), ["mostPerHour"] = new("most per hour", "每小时上限"), ["mostPerDay"] = new("most per day", "每日上限"),
        ["halted"] = new("kill switch", "紧急停用"), ["rehearsal"] = new("rehearsal", "演练模式"), ["connector"] = new("connector", "连接器"),
        ["kind"] = new("kind", "类型"), ["language"] = new("language", "语言"), ["quiet"] = new("keeps quiet hours", "遵守免打扰时段"), ["fallback"] = new("fall-back", "备用渠道"),
        ["address"] = new("address", "地址"), ["secrets"] = new("secret for", "密钥用途"), ["style"] = new("message style", "消息样式"), ["userIds"] = new("user id of", "成员 ID"),
        ["to"] = new("also written to", "固定接收人"), ["method"] = new("method", "请求方法"), ["headers"] = new("header", "请求头"), ["bodyFormat"] = new("body format", "正文格式"),
        ["body"] = new("body", "请求正文"), ["successPointer"] = new("place of the result", "结果字段"), ["successEquals"] = new("result of a success", "成功结果值"),
        ["host"] = new("mail server", "邮件服务器"), ["port"] = new("port", "端口"), ["security"] = new("protection", "加密方式"), ["userName"] = new("user name", "用户名"),
        ["sender"] = new("sender", "发件人"), ["smsMonthlyBudget"] = new("text messages a month", "每月短信上限"), ["templates"] = new("template", "模板"),
        ["extract"] = new("place of the status", "状态位置"), ["outbound"] = new("word told for status", "对外状态词"), ["query"] = new("query", "查询接口"), ["master"] = new("master", "主数据源"),
        ["floor"] = new("least patience", "最短等待"), ["quantile"] = new("share of delays that is usual", "常见延迟分位"), ["bySource"] = new("patience with", "等待时长"),
        ["begins"] = new("quiet hours begin", "免打扰开始"), ["ends"] = new("quiet hours end", "免打扰结束"), ["days"] = new("quiet on weekdays", "免打扰星期"),
        ["stage"] = new("stage", "阶段"), ["rollout"] = new("decides for (%)", "灰度比例（%）"), ["when"] = new("conditions", "条件"), ["add"] = new("adds to the score", "加分"),
        ["tier"] = new("tier", "处置分级"), ["hold"] = new("holds the order", "冻结订单"), ["tag"] = new("tag", "标记"),
        ["statuses"] = new("is told of", "需要通知的状态"), ["words"] = new("word for", "对外状态词"), ["order"] = new("several statuses", "多次变更"), ["authentication"] = new("authentication", "认证方式"),
        ["authHeader"] = new("authentication header", "认证请求头"), ["tokenAddress"] = new("token address", "令牌地址"), ["scope"] = new("scope", "授权范围"), ["accepts"] = new("also taken as success", "同样视为成功"),
        ["rate"] = new("rate", "速率"), ["per"] = new("rate counts by", "速率单位"), ["attempts"] = new("attempts", "尝试次数"), ["retryAfter"] = new("first retry after", "首次重试间隔"),
        ["longestRetry"] = new("longest wait between attempts", "最长重试间隔"), ["timeOut"] = new("time limit of a call", "调用时限"), ["alertAfter"] = new("alert when out of reach for", "不可达多久后预警"),
        ["transport"] = new("reached by", "通知方式"), ["exchange"] = new("exchange", "交换机"), ["routingKey"] = new("routing key", "路由键"), ["testRoutingKey"] = new("routing key of rehearsals", "演练路由键"),
        ["testAddress"] = new("test endpoint", "测试接口"), ["testSecrets"] = new("secret at the test endpoint for", "测试接口密钥用途"), ["freshFor"] = new("certificates count for", "证书有效期"),
        ["reasonFromSystems"] = new("reason from systems too", "系统发布也须说明理由"),
    };

    private static readonly Dictionary<string, LocalizedText> Words = new()
    {
        ["master"] = new("master", "主数据源"), ["contributor"] = new("contributor", "协作方"), ["observer"] = new("observer", "观察方"), ["elapsed"] = new("elapsed time", "自然时间"), ["working"] = new("working time", "工作时间"),
        ["info"] = new("info", "提示"), ["warning"] = new("warning", "警告"), ["critical"] = new("critical", "严重"), ["daily"] = new("daily", "每天"), ["weekly"] = new("weekly", "每周"), ["fortnightly"] = new("every two weeks", "每两周"),
        ["monday"] = new("Monday", "周一"), ["tuesday"] = new("Tuesday", "周二"), ["wednesday"] = new("Wednesday", "周三"), ["thursday"] = new("Thursday", "周四"),
        ["friday"] = new("Friday", "周五"), ["saturday"] = new("Saturday", "周六"), ["sunday"] = new("Sunday", "周日"),
        ["remind"] = new("remind", "提醒"), ["handOver"] = new("hand over", "转交"), ["closeAndRefund"] = new("close and refund", "关单退款"),
        ["recording"] = new("recording only", "仅记录"), ["http"] = new("HTTP", "HTTP"),
        ["dingTalk"] = new("DingTalk", "钉钉"), ["weCom"] = new("WeCom", "企业微信"), ["sms"] = new("SMS", "短信"), ["email"] = new("e-mail", "邮件"), ["webhook"] = new("webhook", "Webhook"),
        ["en"] = new("English", "英语"), ["zh-CN"] = new("Chinese", "简体中文"), ["every"] = new("every one, in order", "逐条按序"), ["latest"] = new("only the newest", "仅最新"),
        ["apiKey"] = new("API key", "API 密钥"), ["basic"] = new("Basic", "Basic"), ["oAuth2"] = new("OAuth 2 client credentials", "OAuth 2 客户端凭据"), ["hmac"] = new("HMAC signature", "HMAC 签名"),
        ["draft"] = new("draft", "草稿"), ["shadow"] = new("shadow", "影子运行"), ["rollout"] = new("rollout", "灰度"), ["live"] = new("live", "生效"), ["retired"] = new("retired", "已停用"),
        ["low"] = new("low", "低风险"), ["medium"] = new("medium", "中风险"), ["high"] = new("high", "高风险"),
        ["second"] = new("second", "秒"), ["minute"] = new("minute", "分钟"), ["json"] = new("JSON", "JSON"), ["form"] = new("form", "表单"), ["true"] = new("yes", "是"), ["false"] = new("no", "否"),
    };

    private static readonly Dictionary<string, string> Operations = new() { ["cancel"] = "取消", ["close"] = "关闭", ["refund"] = "退款", ["rollback"] = "回退" };

    private readonly IReadOnlyDictionary<int, StatusDefinition> _old = ConfigurationRules.KnownStatuses(before), _new = ConfigurationRules.KnownStatuses(after);

    /// <summary>A whole entry that came or went.</summary>
    public ConfigurationChange OfEntry(ConfigurationSection section, string path, string code, JsonObject? was, JsonObject? stands)
    {
        var subject = SubjectOf(section, code);
        var kind = Kinds[section];
        var words = stands is null
            ? new LocalizedText($"{Capital(kind.En)} {subject.En} removed", $"移除{kind.Zh}“{subject.Zh}”")
            : new LocalizedText($"{Capital(kind.En)} {subject.En} added", $"新增{kind.Zh}“{subject.Zh}”");
        return new ConfigurationChange(section, path, was?.DeepClone(), stands?.DeepClone(), words)
        {
            Subject = subject, BeforeWords = was is null ? null : Summary(section, was), AfterWords = stands is null ? null : Summary(section, stands),
        };
    }

    /// <summary>A value within an entry, or within a section that has no entries, that changed.</summary>
    public ConfigurationChange OfValue(ConfigurationSection section, string path, string? code, string name, string? key, JsonNode? was, JsonNode? stands)
    {
        var subject = code is null ? Kinds[section] : SubjectOf(section, code);
        var what = name switch
        {
            "byCategory" => CategoryLabel(key!),
            "tiers" or "quietHours" => Names[key!],
            "rules" when section is ConfigurationSection.Sources => new LocalizedText("words with conditions", "带条件的状态词"),
            "alert" when section is ConfigurationSection.Truth => new LocalizedText("alert on lasting differences", "差异预警"),
            "except" when section is ConfigurationSection.Truth => new LocalizedText("sources that are not compared", "不比对的来源系统"),
            "weekly" => TimeWords.Day(key!),
            "from" or "until" when section is ConfigurationSection.Maintenance => name == "from" ? new LocalizedText("begins", "开始") : new LocalizedText("ends", "结束"),
            "within" when Rule(code)?.ByCategory.Count is null or 0 => new LocalizedText("within", "时限"),
            _ when key is { Length: > 0 } => new LocalizedText($"{Names[name].En} “{key}”", $"{Names[name].Zh}“{key}”"),
            _ => Names[name],
        };
        LocalizedText? old = was is null ? null : Say(section, name, was), now = stands is null ? null : Say(section, name, stands);
        var words = new LocalizedText(
            $"{subject.En} · {what.En}: {(old ?? Nothing).En} → {(now ?? Nothing).En}",
            $"{subject.Zh} · {what.Zh}：{(old ?? Nothing).Zh} → {(now ?? Nothing).Zh}");
        return new ConfigurationChange(section, path, was?.DeepClone(), stands?.DeepClone(), words)
        {
            Subject = new LocalizedText($"{subject.En} · {what.En}", $"{subject.Zh} · {what.Zh}"), BeforeWords = old, AfterWords = now,
        };
    }

    private LocalizedText SubjectOf(ConfigurationSection section, string code) => section switch
    {
        ConfigurationSection.Statuses => StatusLabel(int.Parse(code, CultureInfo.InvariantCulture)),
        ConfigurationSection.Categories => CategoryLabel(code),
        ConfigurationSection.Sources => Either(code, x => x.Sources.FirstOrDefault(s => s.Code == code)?.Label),
        ConfigurationSection.Timeouts => Either(code, x => x.Timeouts.FirstOrDefault(t => t.Code == code)?.Label),
        ConfigurationSection.Calendars => Either(code, x => x.Calendars.FirstOrDefault(c => c.Code == code)?.Label),
        ConfigurationSection.Maintenance => Either(code, x => x.Maintenance.FirstOrDefault(m => m.Code == code)?.Label),
        ConfigurationSection.Escalations => Either(code, x => x.Escalations.FirstOrDefault(e => e.Code == code)?.Label),
        ConfigurationSection.Duties => Either(code, x => x.Duties.FirstOrDefault(d => d.Code == code)?.Label),
        ConfigurationSection.Rotations => Either(code, x => x.Rotations.FirstOrDefault(r => r.Code == code)?.Label),
        ConfigurationSection.Channels => Either(code, x => x.Channels.FirstOrDefault(c => c.Code == code)?.Label),
        ConfigurationSection.Targets => Either(code, x => x.Targets.FirstOrDefault(t => t.Code == code)?.Label),
        ConfigurationSection.RiskRules => Either(code, x => x.RiskRules.FirstOrDefault(r => r.Code == code)?.Label),
        _ => Either(code, x => x.ImportProfiles.FirstOrDefault(p => p.Code == code)?.Label),
    };

    private LocalizedText Summary(ConfigurationSection section, JsonObject entry) => section switch
    {
        ConfigurationSection.Timeouts => Join(Value("from", entry["from"]!), " → ", Value("until", entry["until"]!), ": ", Value("within", entry["within"]!)),
        ConfigurationSection.Calendars => Same(entry["timeZone"]!.ToString()),
        ConfigurationSection.Maintenance => Same($"{TimeWords.Instant(entry["from"]!)} – {TimeWords.Instant(entry["until"]!)}"),
        ConfigurationSection.Statuses => Same(entry["name"]!.ToString()),
        ConfigurationSection.Sources => Value("role", entry["role"]!),
        ConfigurationSection.Channels => Value("kind", entry["kind"]!),
        ConfigurationSection.Targets => Same((entry["routingKey"] ?? entry["address"])!.ToString()),
        ConfigurationSection.RiskRules => RiskRuleWords.Of(entry["when"]!),
        ConfigurationSection.ImportProfiles => Same(entry["source"]!.ToString()),
        _ => Same(entry["code"]!.ToString()),
    };

    private LocalizedText Say(ConfigurationSection section, string name, JsonNode value) => section switch
    {
        ConfigurationSection.Maintenance when name is "from" or "until" => Same(TimeWords.Instant(value)),
        ConfigurationSection.Sources when name == "rules" => Value(name, value),
        _ => TimeWords.Of(name, value) ?? Value(name, value),
    };

    private LocalizedText Value(string name, JsonNode value) => name switch
    {
        "correctAbove" or "alertAbove" or "within" or "byCategory" or "acknowledgeFor" or "bulkWithin" or "retryAfter" or "longestRetry" or "timeOut" or "alertAfter" => DurationWords.Of(IsoDurations.TryRead(value.ToString(), out var span) ? span : default),
        "fourEyes" => value.AsArray() is { Count: > 0 } operations ? new LocalizedText(string.Join(", ", operations), string.Join("、", operations.Select(x => Operations.GetValueOrDefault(x!.ToString(), x.ToString())))) : Nothing,
        "from" or "until" or "mapping" or "stages" or "finalStatuses" => StatusLabel(value.GetValue<int>()),
        "accepts" => Same(string.Join(", ", value.AsArray().Select(x => x!.ToString()))),
        "next" or "mayEnter" or "statuses" => value.AsArray() is { Count: > 0 } codes
            ? new LocalizedText(string.Join(", ", codes.Select(x => StatusLabel(x!.GetValue<int>()).En)), string.Join("、", codes.Select(x => StatusLabel(x!.GetValue<int>()).Zh)))
            : Nothing,
        "floor" or "bySource" => DurationWords.Of(IsoDurations.TryRead(value.ToString(), out var patience) ? patience : default),
        "rules" when value is JsonArray rules && rules.FirstOrDefault() is not JsonValue => new LocalizedText(
            string.Join(", ", rules.Select(x => $"{x!["word"]} → {x["status"]}").DefaultIfEmpty(Nothing.En)), string.Join("、", rules.Select(x => $"{x!["word"]} → {x["status"]}").DefaultIfEmpty(Nothing.Zh))),
        "extract" => Same(string.Join(" · ", ExtractParts.Select(x => value[x]?.ToString()).OfType<string>())),
        "query" => Same(value["url"]?.ToString() ?? value["list"]?.ToString() ?? ""),
        "levels" => Levels(value.AsArray()),
        "connector" => Words.GetValueOrDefault(value["kind"]!.ToString()) ?? Same(value["kind"]!.ToString()),
        "owner" or "backup" => Same(value["rotation"]?.ToString() ?? value["person"]?.ToString() ?? ""),
        "people" or "standIns" => Same(value.AsArray().Count.ToString(CultureInfo.InvariantCulture)),
        "when" => RiskRuleWords.Of(value),
        "label" => new LocalizedText(value["en"]!.ToString(), value["zh-CN"]!.ToString()),
        "targetTimeoutRate" => Same((value.GetValue<double>() * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %"),
        _ => Words.GetValueOrDefault(value.ToString()) ?? Same(value.ToString()),
    };

    /// <summary>A ladder in one line: <c>0 s remind, 15 min hand over</c>.</summary>
    private LocalizedText Levels(JsonArray levels)
    {
        if (levels.Count == 0) return Nothing;
        var said = levels.Select(x => (Wait: Value("within", x!["after"]!), Deed: Words[x["does"]!.ToString()])).ToList();
        return new LocalizedText(string.Join(", ", said.Select(x => $"{x.Wait.En} {x.Deed.En}")), string.Join("，", said.Select(x => $"{x.Wait.Zh}{x.Deed.Zh}")));
    }

    private TimeoutRule? Rule(string? code) => after.Timeouts.FirstOrDefault(x => x.Code == code);

    private LocalizedText StatusLabel(int code) =>
        (_new.GetValueOrDefault(code) ?? _old.GetValueOrDefault(code)) is { } status
            ? WithCode(code, status.Label ?? StandardStatuses.All.FirstOrDefault(x => x.Code == code)?.Label ?? Same(status.Name))
            : Same(ConfigurationRules.Text(code));

    private LocalizedText CategoryLabel(string code) => Either(code, x => x.Categories.FirstOrDefault(c => c.Code == code)?.Label);

    private LocalizedText Either(string code, Func<ConfigurationDocument, LocalizedText?> label) => label(after) ?? label(before) ?? Same(code);

    private static LocalizedText WithCode(int code, LocalizedText label) => new($"{code} {label.En}", $"{code} {label.Zh}");

    private static LocalizedText Join(LocalizedText a, string arrow, LocalizedText b, string colon, LocalizedText c) =>
        new(a.En + arrow + b.En + colon + c.En, a.Zh + arrow + b.Zh + "：" + c.Zh);

    private static LocalizedText Same(string text) => new(text, text);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
