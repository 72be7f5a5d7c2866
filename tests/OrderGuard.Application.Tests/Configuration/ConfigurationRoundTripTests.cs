using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Tests.Configuration;

public sealed class ConfigurationRoundTripTests
{
    private static readonly Gen<int> Code = Gen.Elements(StandardStatuses.All.Select(x => x.Code).ToArray());
    private static readonly Gen<TimeSpan> Duration = Gen.Choose(1, 365 * 24 * 3600).Select(x => TimeSpan.FromSeconds(x));
    private static readonly Gen<LocalizedText?> Label = Gen.Elements<LocalizedText?>(null, new("Cold chain", "冷链"), new("a \"quoted\" <b>", "引号“”&"));

    private static readonly Gen<ConfigurationDocument> Documents =
        from categories in Gen.SubListOf(["cold-chain", "生鲜", "toys/games", "a~b"])
        from label in Label
        from within in Duration
        from own in Gen.ListOf(Duration, categories.Count)
        from words in Gen.ListOf(Code, 3)
        from medium in Gen.Choose(1, 49)
        from next in Gen.SubListOf([20, 50, 90])
        select new ConfigurationDocument
        {
            Statuses = [new StatusDefinition { Code = 42, Name = "QUALITY_CHECK", Label = label, Next = [.. next] }],
            Categories = [.. categories.Select(x => new CategoryDefinition { Code = x, Label = label })],
            Sources = [new SourceDefinition { Code = "wms", Role = SourceRole.Contributor, MayEnter = [42], TimeZone = "Asia/Shanghai", Mapping = new Dictionary<string, int> { ["已出库"] = words[0], ["a/b"] = words[1], ["\"x\""] = words[2] } }],
            Timeouts = [new TimeoutRule { Code = "payment", From = 10, Until = 42, Within = within, ByCategory = categories.Zip(own).ToDictionary(x => x.First, x => x.Second), Escalation = "standard",
                Clock = TimeoutClock.Working, Calendar = "office", Overrides = [new TimeoutOverride { Channel = "tmall", CustomerClass = "vip", Within = within, Calendar = "office" }, new TimeoutOverride { Warehouse = "HZ-1", Within = within }] }],
            Calendars = [new CalendarDefinition { Code = "office", Label = label, TimeZone = "Asia/Shanghai", Weekly = new WeeklyHours { Monday = [new(TimeSpan.FromHours(9), TimeSpan.FromHours(12)), new(TimeSpan.FromHours(13), TimeSpan.FromHours(24))], Sunday = [new(TimeSpan.Zero, TimeSpan.FromMinutes(medium))] },
                Holidays = [new Holiday { From = new DateOnly(2026, 10, 1), To = new DateOnly(2026, 10, 1).AddDays(medium), Name = "国庆节" }], MakeUpDays = [new MakeUpDay { Date = new DateOnly(2026, 9, 20), Hours = [new(TimeSpan.FromHours(9), TimeSpan.FromHours(18))] }] }],
            Maintenance = [new MaintenanceWindow { Code = "move", From = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.UnixEpoch.AddHours(medium), Sources = ["wms"], Rules = ["payment"], Reason = "搬仓" }],
            Clock = new ClockSettings { Correct = medium > 20, CorrectAbove = TimeSpan.FromSeconds(medium), Except = ["wms"] },
            ImportProfiles = [new ImportProfile { Code = "p", Source = "shop", OrderNo = "id", Stages = new Dictionary<string, int> { ["at"] = words[0] }, Delimiter = "\t" }],
            Risk = new RiskSettings { Tiers = new RiskTiers { Medium = medium / 100.0, High = 0.5 + medium / 101.0 } },
            Alerts = new AlertSettings { AcknowledgeFor = TimeSpan.FromMinutes(medium) },
        };

    [Fact]
    public void A_document_that_was_written_is_read_back_as_it_was_without_a_problem() =>
        Prop.ForAll(Documents.ToArbitrary(), document =>
        {
            var json = ConfigurationJson.Write(document);
            var reading = ConfigurationReader.Read(json, null);
            return reading.Problems.Count == 0 && ConfigurationJson.Write(reading.Document) == json && reading.Json == json && ConfigurationDiff.Compare(document, reading.Document).Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_any_text_gives_problems_and_never_an_exception() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            _ = ConfigurationReader.Read(text ?? "", null);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_two_documents_differ_exactly_where_the_changes_say() =>
        Prop.ForAll(Documents.ToArbitrary(), Documents.ToArbitrary(), (a, b) =>
            ConfigurationDiff.Compare(a, b).Count == 0 == (ConfigurationDiff.Compare(b, a).Count == 0) && ConfigurationDiff.Compare(a, b).All(x => x.Words.En.Length > 0 && x.Words.Zh.Length > 0))
        .QuickCheckThrowOnFailure();
}
