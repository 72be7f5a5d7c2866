using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.Tests.Common;
using Radzen.Blazor.Rendering;

namespace OrderGuard.Web.Tests.Configuration;

/// <summary>The pages of calendars, maintenance and clocks, and the overrides of a rule.</summary>
public sealed class TimePagesTests : PortalContext
{
    private static readonly OpeningHours Day = new(TimeSpan.FromHours(9), TimeSpan.FromHours(18));

    private static readonly ConfigurationDocument Document = new()
    {
        Categories = [new CategoryDefinition { Code = "cold-chain", Label = new LocalizedText("Cold chain", "冷链") }],
        Sources = [new SourceDefinition { Code = "wms", Label = new LocalizedText("Warehouse", "仓储系统"), Role = SourceRole.Contributor }],
        Timeouts =
        [
            new TimeoutRule
            {
                Code = "packing", From = 30, Until = 40, Within = TimeSpan.FromHours(4),
                Overrides = [new TimeoutOverride { Warehouse = "HZ-1", Within = TimeSpan.FromHours(2), Calendar = "office" }],
            },
        ],
        Calendars =
        [
            new CalendarDefinition
            {
                Code = "office", Label = new LocalizedText("Office", "办公室"), TimeZone = "Asia/Shanghai",
                Weekly = new WeeklyHours { Monday = [Day], Tuesday = [Day], Wednesday = [Day], Thursday = [Day], Friday = [Day] },
                Holidays = [new Holiday { From = new DateOnly(2026, 10, 1), To = new DateOnly(2026, 10, 7), Name = "国庆节" }],
            },
        ],
        Maintenance = [new MaintenanceWindow { Code = "move", Label = new LocalizedText("Warehouse move", "搬仓"), From = Noon.AddHours(-1), Until = Noon.AddHours(3), Sources = ["wms"] }],
    };

    private readonly IUseCase<SaveDraft, DraftState> _save = Substitute.For<IUseCase<SaveDraft, DraftState>>();
    private readonly IUseCase<GetMaintenance, MaintenanceActivity> _maintenance = Substitute.For<IUseCase<GetMaintenance, MaintenanceActivity>>();
    private readonly IUseCase<GetSourceClocks, SourceClocksAnswer> _clocks = Substitute.For<IUseCase<GetSourceClocks, SourceClocksAnswer>>();
    private readonly IUseCase<GetDraft, DraftState> _get = Substitute.For<IUseCase<GetDraft, DraftState>>();
    private ConfigurationDocument? _edited;

    public TimePagesTests()
    {
        SignedInAs(UserId.New(), "Lin Plainly-Invented", Permission.ViewConfiguration, Permission.EditConfiguration);
        Holds(Document);
        _save.RunAsync(default!).ReturnsForAnyArgs(x =>
        {
            _edited = x.Arg<SaveDraft>().Edited;
            return (Result<DraftState>)State(_edited);
        });
        Services.AddSingleton(_get).AddSingleton(_save).AddSingleton(_maintenance).AddSingleton(_clocks).AddSingleton(Substitute.For<ILiveFeed>());
        Services.AddSingleton(Substitute.For<IUseCase<CatchUpDraft, DraftState>>()).AddSingleton(Substitute.For<IUseCase<DiscardDraft, DiscardedDraft>>()).AddSingleton(Substitute.For<IUseCase<BringBackDraft, DraftState>>());
        var activity = Substitute.For<IUseCase<GetTimeoutActivity, TimeoutActivity>>();
        activity.RunAsync(default!).ReturnsForAnyArgs((Result<TimeoutActivity>)new TimeoutActivity(new Dictionary<string, int>()));
        Services.AddSingleton(activity).AddScoped<DraftEditing>();
        _maintenance.RunAsync(default!).ReturnsForAnyArgs((Result<MaintenanceActivity>)new MaintenanceActivity(
            new Dictionary<string, MaintenanceCount> { ["move"] = new(3, 1, 2) }, [new CollapsedBreach("move", "SO-7", "packing", Noon, Noon, CollapsedState.Collapsed)]));
        JSInterop.Setup<Rect>("Radzen.createChart", _ => true).SetResult(new Rect { Width = 600, Height = 300 });
    }

    [Fact]
    public void A_click_on_a_free_day_makes_it_a_working_day_and_on_a_holiday_splits_the_holidays()
    {
        var page = Render<CalendarsPage>();

        page.Find("button[title^='2026-10-10']").Click();
        _edited!.Calendars[0].MakeUpDays.Single().Date.ShouldBe(new DateOnly(2026, 10, 10));

        page.Find("button[title^='2026-10-03']").Click();
        _edited.Calendars[0].Holidays.Select(x => (x.From.Day, (x.To ?? x.From).Day)).ShouldBe([(1, 2), (4, 7)]);
        page.Find("button[title^='2026-10-04']").GetAttribute("title").ShouldBe("2026-10-04 · Holiday · 国庆节");
    }

    [Fact]
    public void Several_spans_of_a_day_are_typed_in_one_field_and_what_is_none_is_told()
    {
        var page = Render<CalendarsPage>();
        AngleSharp.Dom.IElement Monday() => page.FindAll("label").Single(x => x.TextContent.Trim().StartsWith("Monday", StringComparison.Ordinal)).QuerySelector("input")!;

        Monday().Change("9 to 5");
        _edited.ShouldBeNull();
        page.Find("[role=alert]").TextContent.ShouldContain("09:00-18:00");

        Monday().Change("09:00-12:00，13:00–18:00");
        _edited!.Calendars[0].Weekly.Monday.Select(x => x.ToString()).ShouldBe(["09:00-12:00", "13:00-18:00"]);
    }

    [Fact]
    public void A_file_is_shown_with_what_it_changes_before_it_is_taken()
    {
        var page = Render<CalendarsPage>();
        var file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260920\r\nSUMMARY:国庆节 补班\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(file, "cn.ics"));
        page.WaitForAssertion(() => page.Markup.ShouldContain("0 holidays and 1 make-up days"));
        _edited.ShouldBeNull();

        page.FindAll("button").Single(x => x.TextContent.Trim() == "Take into the draft").Click();
        _edited!.Calendars[0].MakeUpDays.Single().Name.ShouldBe("国庆节 补班");
        var link = Uri.UnescapeDataString(page.Find("a[download='office.ics']").GetAttribute("href")!);
        CalendarFile.Read(link["data:text/calendar;charset=utf-8,".Length..])!.MakeUpDays.Count.ShouldBe(1);
    }

    [Fact]
    public void A_company_without_calendars_can_add_one_in_either_language()
    {
        InLanguage(PortalLanguages.Chinese);
        Holds(new ConfigurationDocument());
        var page = Render<CalendarsPage>();
        page.Find(".og-state-text").TextContent.ShouldBe("尚无工作日历。");

        page.Find("form input").Change("cn-office");
        page.Find("form").Submit();

        _edited!.Calendars.Single().Weekly.Friday.ShouldBe([Day]);
    }

    [Fact]
    public void The_tester_names_the_override_that_an_order_falls_under_and_until_when_it_is_in_time()
    {
        ViewedFrom("Asia/Shanghai");
        var page = Render<TimeoutsPage>();
        AngleSharp.Dom.IElement Tester() => page.FindAll("section").Single(x => x.TextContent.Contains("Which rule applies", StringComparison.Ordinal));
        Tester().TextContent.ShouldContain("The rule's own threshold");

        Tester().QuerySelectorAll("input")[1].Change("HZ-1");

        // Sunday, 22 November 2026: two working hours from Monday morning on.
        Tester().TextContent.ShouldContain("Override for HZ-1");
        Tester().TextContent.ShouldContain("2026-11-23 11:00");
    }

    [Fact]
    public void An_override_is_edited_in_the_open_rule()
    {
        var page = Render<TimeoutsPage>();
        page.Find(".cfg-rule").Click();

        page.Find("input[aria-label='Channel']").Change("tmall");

        _edited!.Timeouts[0].Overrides.ShouldBe([new TimeoutOverride { Warehouse = "HZ-1", Channel = "tmall", Within = TimeSpan.FromHours(2), Calendar = "office" }]);
    }

    [Fact]
    public void A_window_that_is_on_tells_what_it_has_collapsed_and_can_be_ended()
    {
        ViewedFrom("Asia/Shanghai");
        var page = Render<MaintenancePage>();
        page.Markup.ShouldContain("6 late orders so far: 3 collapsed, 1 with alerts of their own, 2 settled");
        page.Find("input[type=datetime-local]").GetAttribute("value").ShouldBe("2026-11-22T19:00");
        page.Find("a[href='/orders/SO-7']").ShouldNotBeNull();

        page.FindAll("button").Single(x => x.TextContent.Trim() == "End it now").Click();

        _edited!.Maintenance[0].Until.ShouldBe(Noon);
    }

    [Fact]
    public void A_clock_shows_how_wrong_it_is_and_its_correction_is_switched_off_for_it_alone()
    {
        Holds(Document with { Clock = new ClockSettings { Correct = true } });
        _clocks.RunAsync(default!).ReturnsForAnyArgs((Result<SourceClocksAnswer>)new SourceClocksAnswer(
            [new SourceClockView("wms", ClockCondition.WrongZone, TimeSpan.FromHours(8), TimeSpan.FromSeconds(2), Noon, Noon, 200, 180, [new(Noon.AddHours(-1), 28_801), new(Noon, 28_800)])]));
        var page = Render<ClocksPage>();
        page.Find(".cfg-clock h2").TextContent.ShouldBe("Warehouse");
        page.Find(".cfg-clock .cfg-effect").TextContent.ShouldContain("8 h ahead");
        page.FindAll(".cfg-clock tbody tr").Count.ShouldBe(2);

        page.Find(".cfg-clock input[type=checkbox]").Change(false);

        _edited!.Clock.Except.ShouldBe(["wms"]);
    }

    [Fact]
    public void Whoever_may_only_look_finds_nothing_to_change()
    {
        SignedInAs(UserId.New(), "Wu Plainly-Invented", Permission.ViewConfiguration);

        Render<CalendarsPage>().FindAll("form, input[type=file]").ShouldBeEmpty();
        Render<MaintenancePage>().FindAll("input:not([disabled])").Where(x => x.Closest("fieldset")?.HasAttribute("disabled") != true).ShouldBeEmpty();
    }

    private void Holds(ConfigurationDocument document) => _get.RunAsync(default!).ReturnsForAnyArgs((Result<DraftState>)State(document));

    private static DraftState State(ConfigurationDocument document) => new(PublishedConfiguration.Preset, Document, document);
}
