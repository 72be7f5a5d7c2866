using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.StatusSync;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.StatusSync;

/// <summary>The pages on which people settle what systems disagree on, and see what targets were not told.</summary>
public sealed class SyncPageTests : PortalContext
{
    private readonly IUseCase<GetMismatches, MismatchList> _mismatches = Substitute.For<IUseCase<GetMismatches, MismatchList>>();
    private readonly IUseCase<SettleMismatches, SettledMismatches> _settle = Substitute.For<IUseCase<SettleMismatches, SettledMismatches>>();
    private readonly IUseCase<GetReconciliations, ReconciliationList> _reconciliations = Substitute.For<IUseCase<GetReconciliations, ReconciliationList>>();
    private readonly IUseCase<StartReconciliation, ReconciliationId> _start = Substitute.For<IUseCase<StartReconciliation, ReconciliationId>>();
    private readonly IUseCase<FindPushes, FoundPushes> _find = Substitute.For<IUseCase<FindPushes, FoundPushes>>();
    private readonly IUseCase<RetryPushes, HandledPushes> _retry = Substitute.For<IUseCase<RetryPushes, HandledPushes>>();
    private readonly IUseCase<SkipPushes, HandledPushes> _skip = Substitute.For<IUseCase<SkipPushes, HandledPushes>>();
    private readonly IUseCase<GetTargets, TargetStandings> _targets = Substitute.For<IUseCase<GetTargets, TargetStandings>>();
    private readonly IUseCase<PauseTarget, Done> _pause = Substitute.For<IUseCase<PauseTarget, Done>>();
    private readonly ICallerSource _callers = Substitute.For<ICallerSource>();
    private readonly IToasts _toasts = Substitute.For<IToasts>();

    public SyncPageTests()
    {
        Services.AddSingleton(_mismatches).AddSingleton(_settle).AddSingleton(_reconciliations).AddSingleton(_start).AddSingleton(_find).AddSingleton(_retry).AddSingleton(_skip).AddSingleton(_targets).AddSingleton(_pause);
        Services.AddSingleton(Substitute.For<IUseCase<UndoSettled, SettledMismatches>>()).AddSingleton(Substitute.For<IUseCase<AskSources, AskedSources>>()).AddSingleton(Substitute.For<IUseCase<UnskipPushes, HandledPushes>>());
        Services.AddSingleton(Substitute.For<ILiveFeed>()).AddSingleton(_callers).AddScoped(_ => _toasts).AddScoped<MismatchActions>();
        _toasts.ConfirmAsync(default!, default!, default!).ReturnsForAnyArgs(true);
        CalledBy(Permission.ViewOrders, Permission.ActOnOrders);
        _settle.RunAsync(default!).ReturnsForAnyArgs((Result<SettledMismatches>)new SettledMismatches([], []));
        _retry.RunAsync(default!).ReturnsForAnyArgs((Result<HandledPushes>)new HandledPushes(1, [], null));
        _skip.RunAsync(default!).ReturnsForAnyArgs((Result<HandledPushes>)new HandledPushes(1, [], null));
        _pause.RunAsync(default!).ReturnsForAnyArgs((Result<Done>)new Done());
        _start.RunAsync(default!).ReturnsForAnyArgs((Result<ReconciliationId>)ReconciliationId.New());
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void A_mismatch_shows_both_sides_and_its_cause_and_is_settled_with_a_reason()
    {
        var row = new MismatchRow(Guid.CreateVersion7(), "SO-7", "crm", MismatchCause.LostEvent, MismatchFinder.Traffic, 10, "new", Noon, 20, Noon, Noon, Noon, null, null, null, null);
        _mismatches.RunAsync(default!).ReturnsForAnyArgs((Result<MismatchList>)new MismatchList(1, [new MismatchCount("crm", MismatchCause.LostEvent, 1)], [row], [new SourceStanding("crm", null, null, TimeSpan.FromMinutes(10), false)]));
        var page = Render<MismatchesPage>();
        page.Find("table.alerts-table tbody tr, table.sync-table tbody tr").TextContent.ShouldContain("SO-7");
        page.Markup.ShouldContain("Lost event");

        page.Find("tbody input[type=checkbox]").Change(true);
        page.Find("[role=toolbar] input").Input("The CRM is right");
        page.FindAll("[role=toolbar] button").Single(x => x.TextContent.Contains("Accept", StringComparison.OrdinalIgnoreCase)).Click();

        _settle.Received(1).RunAsync(Arg.Is<SettleMismatches>(x => x.End == MismatchEnd.Accepted && x.Reason == "The CRM is right"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void Without_mismatches_it_says_that_all_agree()
    {
        _mismatches.RunAsync(default!).ReturnsForAnyArgs((Result<MismatchList>)new MismatchList(0, [], [], []));

        Render<MismatchesPage>().Markup.ShouldContain("Every system agrees with the order book");
    }

    [Fact]
    public void A_source_is_asked_for_its_list_where_it_has_one()
    {
        _reconciliations.RunAsync(default!).ReturnsForAnyArgs((Result<ReconciliationList>)new ReconciliationList([], [new ReconcilableSource("crm", null, true, null)]));
        var page = Render<ReconciliationPage>();

        page.FindAll(".cfg-actions button")[0].Click();

        _start.Received(1).RunAsync(new StartReconciliation("crm"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void A_file_is_taken_with_the_names_of_its_columns()
    {
        _reconciliations.RunAsync(default!).ReturnsForAnyArgs((Result<ReconciliationList>)new ReconciliationList([], [new ReconcilableSource("crm", null, false, null)]));
        var page = Render<ReconciliationPage>();
        page.Find(".cfg-actions button").HasAttribute("disabled").ShouldBeTrue("it has no list to ask for");

        page.FindAll(".cfg-form input.cfg-input")[0].Change("number");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("number,status\nSO-1,paid\n", "crm.csv"));

        page.WaitForAssertion(() => _start.Received(1).RunAsync(Arg.Is<StartReconciliation>(x => x.Source == "crm" && x.FileName == "crm.csv" && x.OrderNoColumn == "number" && x.StatusColumn == "status"), Arg.Any<CancellationToken>()));
    }

    [Fact]
    public void A_group_of_pushes_is_retried_at_once_and_a_single_one_skipped_with_a_reason()
    {
        var row = new PushView(Guid.CreateVersion7(), "erp", "SO-7", 2, 20, "PAID", 10, Noon, "shop", "e-1", PushState.Review, Noon, null, 3, 3, PushCauses.Rejected, 422, "no", "POST …", false, Noon, null, null, null);
        _find.RunAsync(default!).ReturnsForAnyArgs((Result<FoundPushes>)new FoundPushes([row], 1, [new PushGroup("erp", PushCauses.Rejected, 422, 1, Noon)]));
        var page = Render<SyncReviewsPage>();

        page.FindAll("section.og-card td button").Single(x => x.TextContent.Trim() == "Retry all").Click();
        _retry.Received(1).RunAsync(Arg.Is<RetryPushes>(x => x.Selection.Matching!.Target == "erp" && x.Selection.Matching.Answer == 422), Arg.Any<CancellationToken>());

        page.Find("tbody input[type=checkbox]").Change(true);
        page.FindAll("[role=status] button")[^1].Click();
        page.Find("form.cfg-inline input[required]").Input("told by hand");
        page.FindAll("form.cfg-inline").Single(x => x.QuerySelector("input[required]") is not null).Submit();
        _skip.Received(1).RunAsync(Arg.Is<SkipPushes>(x => x.Selection.Ids.Single().Value == row.Id && x.Reason == "told by hand"), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Targets_show_how_they_stand_and_who_may_pauses_them(bool may)
    {
        CalledBy(may ? [Permission.ViewOrders, Permission.ActOnOrders] : [Permission.ViewOrders]);
        _targets.RunAsync(default!).ReturnsForAnyArgs((Result<TargetStandings>)new TargetStandings([new TargetStanding("erp", null, true, true, 12, 1, 3, 40, 2, Noon.AddMinutes(-5), null, null, null, null, null, Noon, null, 10)]));
        var page = Render<TargetStandingsPage>();
        page.Find("tbody a").GetAttribute("href")!.ShouldContain("target=erp");

        if (may) page.Find("tbody button").Click();

        page.FindAll("tbody button").Count.ShouldBe(may ? 1 : 0);
        _pause.Received(may ? 1 : 0).RunAsync(new PauseTarget("erp", true), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void What_cannot_be_read_is_said_and_can_be_tried_again()
    {
        _targets.RunAsync(default!).ReturnsForAnyArgs((Result<TargetStandings>)Refusal.Forbidden);

        Render<TargetStandingsPage>().Find("[role=alert]").TextContent.ShouldNotBeEmpty();
    }

    private void CalledBy(params Permission[] permissions) => _callers.GetAsync(default).ReturnsForAnyArgs(
        ValueTask.FromResult(Caller.Nobody with { TenantId = TenantId.New(), Permissions = permissions.ToHashSet() }));
}
