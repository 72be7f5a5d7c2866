using System.Globalization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Configuration;

/// <summary>One thing to mend in a configuration document: where it stands, and what is wrong; the code finds its translation.</summary>
public sealed record ConfigurationProblem(string Pointer, string Code, params IReadOnlyList<string> Args)
{
    /// <summary>What is wrong, in English, by code; the portal has the same in its own languages.</summary>
    public static IReadOnlyDictionary<string, string> Messages { get; } = new Dictionary<string, string>
    {
        ["not-json"] = "This is not a JSON document: {0}",
        ["not-object"] = "An object is needed here.",
        ["not-list"] = "A list is needed here.",
        ["not-text"] = "A text is needed here.",
        ["not-whole"] = "A whole number is needed here.",
        ["not-number"] = "A number is needed here.",
        ["not-flag"] = "true or false is needed here.",
        ["null-section"] = "A section cannot be null: leave it out to keep what is published, or give it empty.",
        ["unknown-property"] = "There is no property of this name. Known here: {0}.",
        ["duplicate-property"] = "This property stands here twice.",
        ["missing"] = "This is needed.",
        ["text-length"] = "Between 1 and {0} characters are needed.",
        ["text-control"] = "Control characters and spaces at the ends are not allowed.",
        ["code-pattern"] = "Use letters, digits, dots, hyphens and underscores, at most {0}, beginning with a letter or digit.",
        ["status-name-pattern"] = "Use capital letters, digits and underscores, at most {0}, beginning with a letter.",
        ["status-name-standard"] = "The standard status {0} keeps its name {1}; give it a label instead.",
        ["duration"] = "Write a duration as in ISO 8601, e.g. PT30M, PT24H or P3D.",
        ["duration-range"] = "Choose more than nothing and at most {0} days.",
        ["number-range"] = "Choose a number from {0} to {1}.",
        ["one-of"] = "Choose one of: {0}.",
        ["too-many"] = "At most {0} fit here.",
        ["too-large"] = "The document is larger than {0} KiB.",
        ["duplicate"] = "{0} stands here twice.",
        ["unknown-status"] = "There is no status {0}.",
        ["next-itself"] = "A status does not follow itself.",
        ["unknown-category"] = "There is no category {0}. Add it to the categories first.",
        ["unknown-zone"] = "There is no time zone {0}. Use an IANA name such as Asia/Shanghai.",
        ["unknown-escalation"] = "There is no escalation policy {0}.",
        ["unknown-field"] = "An order has no fact {0}.",
        ["until-after-from"] = "The status to reach must have a greater code than the one to leave ({0}).",
        ["from-terminal"] = "An order rests in status {0} for good and waits for nothing.",
        ["stages-needed"] = "Name at least one column with the time of a stage.",
        ["status-column-needed"] = "Name the column that holds these words.",
        ["delimiter"] = "One character is needed.",
        ["time-format"] = "This is not a format of dates and times, such as dd/MM/yyyy HH:mm.",
        ["calendar-never-open"] = "Give at least one day of the week its hours.",
        ["opening-hours"] = "Write hours as 09:00-18:00, the end after the beginning and at the latest 24:00.",
        ["opening-hours-overlap"] = "These hours overlap others of the same day.",
        ["date"] = "Write a date as 2026-10-01.",
        ["instant"] = "Write a time with its offset, e.g. 2026-11-22T10:00:00+08:00.",
        ["holiday-end"] = "The last day must not come before the first, and at most {0} days fit.",
        ["holiday-twice"] = "These days overlap another holiday.",
        ["calendar-needed"] = "Name the calendar whose working time counts.",
        ["unknown-calendar"] = "There is no calendar {0}.",
        ["unknown-source"] = "There is no source {0}.",
        ["unknown-rule"] = "There is no monitoring point {0}.",
        ["override-empty"] = "Name at least one condition.",
        ["override-twice"] = "Another threshold has the same conditions.",
        ["until-after-start"] = "The end must come after the beginning.",
        ["maintenance-long"] = "At most {0} days fit.",
        ["clock-range"] = "Choose between one second and one day.",
        ["tiers-order"] = "The tiers need 0 < medium < high < 1.",
        ["levels-needed"] = "Name at least one level.",
        ["people-needed"] = "Name at least one person.",
        ["not-person"] = "{0} is not the id of a person.",
        ["unknown-rotation"] = "There is no rotation {0}.",
        ["holder-either"] = "Name a person or a rotation, not both.",
        ["until-before-from"] = "The end must come after the beginning.",
        ["not-date"] = "Write a date as 2026-11-23.",
        ["not-time"] = "Write a time of day as 09:00.",
        ["amount-range"] = "Choose an amount of 0 or more.",
        ["connector-url"] = "An address that begins with https:// (or http:// where the platform allows it) is needed.",
        ["connector-secret"] = "Name the secret that requests are signed with.",
        ["unknown-channel"] = "There is no channel {0}.",
        ["fallback-circle"] = "The fall-backs lead back to this channel.",
        ["web-address"] = "Give a full address beginning with https://, without a user name.",
        ["mail-address"] = "This is not an e-mail address.",
        ["secret-needed"] = "Name the secret for {0}.",
        ["routing-key"] = "A routing key has no spaces and only plain letters, digits and signs; placeholders are escaped.",
        ["queue-authentication"] = "Messages need no authentication of their own: the connection to the broker has it.",
        ["style-of-other"] = "This kind of robot has no messages of that style.",
        ["json-pointer"] = "A JSON pointer begins with a slash, such as /data/code.",
        ["header-name"] = "This header cannot be set: use letters, digits and hyphens, and no header of the connection itself.",
        ["time-of-day"] = "Write a time of day such as 22:00.",
        ["unknown-template"] = "There is no template {0}: name event, kind of channel and language, such as reminder.dingTalk.en.",
        ["template-json"] = "With its placeholders filled in this is not JSON: {0}.",
        ["seconds-range"] = "Choose more than nothing and at most {0} seconds.",
        ["template-placeholder"] = "{0} in line {1}, column {2} is not a placeholder. There are: {3}.",
        ["bulk-within"] = "Choose between 10 seconds and one hour.",
        ["truth-own-book"] = "OrderGuard's own order book is the master only where no source is: change the role of {0} first.",
        ["truth-not-master"] = "{0} does not have the role of a master.",
        ["truth-other-masters"] = "There is one master only: change the role of {0} first.",
        ["json-path"] = "Write a place in the JSON such as $.data.state.code or $.items[0].status.",
        ["text-pattern"] = "This is not a regular expression (without look-around and back-references).",
        ["field-path"] = "Write a place in the payload ($.data.type) or in the order (order.category, order.attributes.kind).",
        ["rule-condition-needed"] = "Name at least one condition; without one the mapping does.",
        ["query-place"] = "The address needs {0} in it.",
        ["query-every"] = "Choose between 5 minutes and 31 days.",
        ["unknown-tag"] = "There is no tag {0}.",
        ["risk-operator"] = "{0} cannot be compared in this way.",
        ["risk-range"] = "The end of the range must not be below its beginning.",
        ["risk-condition-needed"] = "Name at least one condition.",
        ["risk-group-depth"] = "Groups fit {0} levels deep at most.",
        ["risk-rule-does-nothing"] = "Say what follows: an addition to the score, a tier, a hold or a tag.",
        ["audit-days"] = "Audit entries are kept {0} days at least and {1} at most.",
    };

    public string Message => string.Format(CultureInfo.InvariantCulture, Messages[Code], [.. Args]);

    public Problem ToProblem() => new(Pointer, Message);

    /// <summary>A pointer one step further: RFC 6901 writes <c>~</c> as <c>~0</c> and <c>/</c> as <c>~1</c>.</summary>
    public static string At(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string At(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");
}
