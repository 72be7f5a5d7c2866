using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.StatusSync;
using OrderGuard.Web.Tests.Configuration;

namespace OrderGuard.Web.Tests.StatusSync;

/// <summary>The pages of the go-live test: begun, watched, judged, printed; and the reason that publishing asks for.</summary>
public sealed class RehearsalPageTests : DraftContext
{
    private static readonly ConfigurationDocument Document = new()
    {
        Sources = [new SourceDefinition { Code = "wms", Role = SourceRole.Contributor, MayEnter = [40], Mapping = new Dictionary<string, int> { ["packed"] = 40 } }],
        Targets = [Target("erp") with { TestAddress = "https://test.erp.example/status" }, Target("crm")],
    };

    private readonly IUseCase<GetRehearsals, RehearsalList> _get = Substitute.For<IUseCase<GetRehearsals, RehearsalList>>();
    private readonly IUseCase<GetRehearsal, RehearsalView> _one = Substitute.For<IUseCase<GetRehearsal, RehearsalView>>();
    private readonly IUseCase<StartRehearsal, RehearsalId> _start = Substitute.For<IUseCase<StartRehearsal, RehearsalId>>();
    private readonly IUseCase<CancelRehearsal, Done> _cancel = Substitute.For<IUseCase<CancelRehearsal, Done>>();
    private readonly IUseCase<GetGoLive, GoLiveState> _goLive = Substitute.For<IUseCase<GetGoLive, GoLiveState>>();
    private readonly IUseCase<PublishDraft, PublishedConfiguration> _publish = Substitute.For<IUseCase<PublishDraft, PublishedConfiguration>>();

    public RehearsalPageTests()
    {
        Services.AddSingleton(_get).AddSingleton(_one).AddSingleton(_start).AddSingleton(_cancel).AddSingleton(_goLive).AddSingleton(_publish);
        Services.AddSingleton(Substitute.For<IUseCase<EstimateDraftEffect, DraftEffect>>());
        var callers = Substitute.For<ICallerSource>();
        callers.GetAsync(default).ReturnsForAnyArgs(ValueTask.FromResult(Caller.System(new TenantId(Guid.CreateVersion7()))));
        Services.AddSingleton(callers);
        _start.RunAsync(default!).ReturnsForAnyArgs((Result<RehearsalId>)RehearsalId.New());
        _cancel.RunAsync(default!).ReturnsForAnyArgs((Result<Done>)new Done());
        Holds(Document);
        SetRendererInfo(new RendererInfo("Server", true));
    }

    [Fact]
    public void A_rehearsal_is_begun_with_what_was_chosen_and_only_with_targets_that_have_a_test_endpoint()
    {
        Lists();
        var page = Show();
        page.Markup.ShouldContain("No fresh certificate");
        page.FindAll("fieldset input[type=checkbox]").Select(x => x.HasAttribute("disabled")).ShouldBe([false, true]);

        page.FindAll("input[type=number]")[0].Change("120");
        page.FindAll("input[type=number]")[1].Change("5");
        page.FindAll("input[type=number]")[2].Change("42");
        page.Find("form").Submit();

        _start.Received(1).RunAsync(Arg.Is<StartRehearsal>(x => x.Source == "wms" && x.Plan.Kind == RehearsalKind.Generated && x.Plan.Events == 120 && x.Plan.Disturbed == 0.05 && x.Plan.Seed == 42
            && x.Plan.Targets.Single() == "erp" && x.Expectations == new RehearsalExpectations()), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void A_running_one_shows_how_far_it_is_and_can_be_cancelled()
    {
        var running = View(RehearsalState.Running, null) with { Done = 30, Total = 120 };
        Lists(running);
        var page = Show();

        page.Find("progress").GetAttribute("value").ShouldBe("30");
        page.FindAll("button").Single(x => x.TextContent.Contains("Cancel", StringComparison.Ordinal)).Click();

        _cancel.Received(1).RunAsync(new CancelRehearsal(new RehearsalId(running.Id)), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("en", "Coverage", "passed", "failed")]
    [InlineData("zh-CN", "覆盖率", "通过", "未通过")]
    public void The_findings_say_what_was_measured_against_what_is_expected(string language, string coverage, string passed, string failed)
    {
        InLanguage(language);
        Lists(View(RehearsalState.Completed, Report(understood: 9)));

        var rows = Show().FindAll("section[aria-labelledby=reh-findings] tbody tr");

        rows[0].TextContent.ShouldContain(coverage);
        rows[0].TextContent.ShouldContain(failed);
        rows[0].TextContent.ShouldContain("90.0");
        rows[1].TextContent.ShouldContain(passed);
        rows.Count(x => x.TextContent.Contains(language == "en" ? "not tested" : "未检验", StringComparison.Ordinal)).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void A_certificate_can_be_printed_with_its_date_and_its_fingerprints()
    {
        var run = View(RehearsalState.Completed, Report(understood: 10));
        _one.RunAsync(default!).ReturnsForAnyArgs((Result<RehearsalView>)run);

        var page = Render<CertificatePage>(x => x.Add(p => p.Id, run.Id));

        page.Find("h1").TextContent.ShouldContain("Go-live certificate of wms");
        page.Find("[data-portal=print]");
        page.Markup.ShouldContain(run.MappingHash);
        page.Markup.ShouldContain(run.ConfigurationHash);
        page.Find("time").GetAttribute("datetime")!.ShouldStartWith("2026-11-22T12:00");
    }

    [Fact]
    public void One_that_is_not_there_is_said_so()
    {
        _one.RunAsync(default!).ReturnsForAnyArgs((Result<RehearsalView>)RehearsalRefusals.NotFound);

        Render<CertificatePage>(x => x.Add(p => p.Id, Guid.CreateVersion7())).Markup.ShouldContain("There is no such rehearsal");
    }

    [Fact]
    public void The_settings_are_edited_in_the_draft()
    {
        Lists();
        var page = Render<RehearsalsPage>();

        page.Find(".cfg-choices input").Change(true);

        Edited!.GoLive.ReasonFromSystems.ShouldBeTrue();
    }

    [Fact]
    public void Publishing_an_unrehearsed_source_waits_for_a_reason_and_sends_it()
    {
        var changed = Document with { Sources = [Document.Sources[0] with { MayEnter = [40, 50] }] };
        HoldsChanged(Document, changed);
        _goLive.RunAsync(default!).ReturnsForAnyArgs((Result<GoLiveState>)new GoLiveState([new GoingLive(0, "wms", null, null, null, null)]));
        _publish.RunAsync(default!).ReturnsForAnyArgs((Result<PublishedConfiguration>)PublishedConfiguration.Preset);
        var page = Render<ReviewChangesPage>();
        page.WaitForElement("#go-live");
        Publish().HasAttribute("disabled").ShouldBeTrue();

        page.Find("section[aria-labelledby=go-live] textarea").Input("The warehouse stands still");
        Publish().Click();

        _publish.Received(1).RunAsync(Arg.Is<PublishDraft>(x => x.Reason == "The warehouse stands still"), Arg.Any<CancellationToken>());

        AngleSharp.Dom.IElement Publish() => page.Find(".og-card .cfg-actions .og-button-primary");
    }

    private static TargetDefinition Target(string code) => new() { Code = code, Address = $"https://{code}.example/status" };

    private static RehearsalReport Report(int understood) => RehearsalReport.Judge(
        new RehearsalTally { Events = 10, Orders = 4, Moves = 8, Understood = new RehearsedShare(understood, 10), Expected = new RehearsedShare(10, 10), Outcomes = [new OutcomeCount(EventOutcome.Applied, 10)] }, [], new RehearsalExpectations());

    private static RehearsalView View(RehearsalState state, RehearsalReport? report) => new(
        Guid.CreateVersion7(), "ABC123", "wms", new RehearsalPlan(RehearsalKind.Generated, 1, 10, 0, []), new RehearsalExpectations(), state, report?.Passed == true, "Lin", Noon.AddMinutes(-1), report is null ? null : Noon,
        10, 10, new string('a', 64), new string('b', 64), 3, report, null);

    private void Lists(params RehearsalView[] runs) => _get.RunAsync(default!).ReturnsForAnyArgs((Result<RehearsalList>)new RehearsalList(runs, 0, null));

    private IRenderedComponent<RehearsalPage> Show() => Render<RehearsalPage>(x => x.Add(p => p.Code, "wms"));
}
