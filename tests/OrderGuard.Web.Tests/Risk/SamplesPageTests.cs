using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Web.Risk.Rules;
using OrderGuard.Web.Tests.Configuration;

namespace OrderGuard.Web.Tests.Risk;

/// <summary>The page of samples: a file's quality, the candidates found in it, and what is accepted.</summary>
public sealed class SamplesPageTests : DraftContext
{
    private readonly IUseCase<ListSampleSets, SampleSets> _list = Substitute.For<IUseCase<ListSampleSets, SampleSets>>();
    private readonly IUseCase<ReceiveSampleFile, ReceivedFile> _receive = Substitute.For<IUseCase<ReceiveSampleFile, ReceivedFile>>();
    private readonly IUseCase<PreviewSamples, SamplePreview> _preview = Substitute.For<IUseCase<PreviewSamples, SamplePreview>>();
    private readonly IUseCase<UploadSamples, SampleSetView> _upload = Substitute.For<IUseCase<UploadSamples, SampleSetView>>();
    private readonly IUseCase<InduceRules, InducedRules> _induce = Substitute.For<IUseCase<InduceRules, InducedRules>>();
    private readonly SampleSetView _set = new(Guid.CreateVersion7(), "history", 2, "jan.csv", "Lin Plainly-Invented", Noon, 1_200, 80, Noon.AddDays(-60), Noon.AddDays(-1), new SampleReport
    {
        Rows = 1_210, Taken = 1_200, Duplicates = 7, Rejected = 3, Problems = [new SampleProblem(17, "bad-number", "value", "x", "The column value holds no number: x")],
        Fields = [new SampleFill("amount", 0.4, 200)], Warnings = [new SampleWarning("mostly-missing", "amount")],
    });

    public SamplesPageTests()
    {
        var callers = Substitute.For<ICallerSource>();
        callers.GetAsync(default).ReturnsForAnyArgs(ValueTask.FromResult(new Caller(Actor.System) { TenantId = TenantId.New(), Permissions = RolePermissions.Of(Role.TenantAdmin).ToHashSet() }));
        Services.AddSingleton(callers).AddSingleton(_list).AddSingleton(_receive).AddSingleton(_preview).AddSingleton(_upload).AddSingleton(_induce)
            .AddSingleton(Substitute.For<IUseCase<DeleteSampleSet, Done>>()).AddScoped<SampleDesk>().Configure<ImportOptions>(_ => { });
        _list.RunAsync(default!).ReturnsForAnyArgs((Result<SampleSets>)new SampleSets([_set], true));
        Holds(new ConfigurationDocument());
    }

    [Fact]
    public void How_good_a_set_is_stands_beneath_it_with_its_warnings_and_the_lines_to_mend()
    {
        var page = Render<SamplesPage>();
        page.Markup.ShouldContain("more than a month old");

        page.Find(".rr-head").Click();

        page.Find(".rr-rule").TextContent.ShouldSatisfyAllConditions(
            x => x.ShouldContain("history, version 2"), x => x.ShouldContain("amount is missing in more than half of the orders."), x => x.ShouldContain("Line 17: The column value holds no number: x"));
    }

    [Fact]
    public void An_accepted_candidate_is_a_draft_of_a_rule_and_a_rejected_one_goes()
    {
        var when = new RiskGroup { Conditions = [new RiskCondition { Field = "tag.seconds-since-registration", Is = RiskOperator.AtMost, Number = 60 }] };
        var figures = new RuleFigures(400, 30, 25, 25, 0, 0);
        _induce.RunAsync(default!).ReturnsForAnyArgs((Result<InducedRules>)new InducedRules(Noon, 800, 50, 400, 30, 120,
            [new CandidateRule(when, RiskRuleWords.Of(when), figures, figures, 0.8), new CandidateRule(new RiskGroup { Conditions = [] }, new("other", "其他"), figures, figures, 0)]));
        var page = Render<SamplesPage>();
        page.Find(".rr-head").Click();
        page.FindAll("button").Single(x => x.TextContent.EndsWith("Find rules", StringComparison.Ordinal)).Click();
        page.Markup.ShouldContain("Seconds from registration to order ≤ 60");
        page.Markup.ShouldContain("at least 86.7");

        page.FindAll("button").First(x => x.TextContent == "Accept").Click();
        page.FindAll("button[aria-label='Do not accept'], button[aria-label=Reject]")[0].Click();

        Edited!.RiskRules.Single().ShouldSatisfyAllConditions(x => x.Code.ShouldBe("found-1"), x => x.Stage.ShouldBe(RiskRuleStage.Draft), x => x.When.ShouldBe(when), x => x.Add.ShouldBe(0.87));
        page.Markup.ShouldContain("In the draft");
        page.Markup.ShouldNotContain(">other<");
    }

    [Fact]
    public void A_file_is_mapped_and_saved_and_a_poisoned_one_says_why_not()
    {
        var file = Guid.CreateVersion7();
        _receive.RunAsync(default!).ReturnsForAnyArgs((Result<ReceivedFile>)new ReceivedFile(file, 10));
        var mapping = new SampleMapping { Label = "class", PlacedAt = "time", Fields = new Dictionary<string, string> { ["amount"] = "value" } };
        _preview.RunAsync(default!).ReturnsForAnyArgs(x => (Result<SamplePreview>)new SamplePreview("utf-8", ",", [new ColumnSample("class", ["1"]), new ColumnSample("device", ["d1"])], x.Arg<PreviewSamples>().Mapping ?? mapping, null));
        _upload.RunAsync(default!).ReturnsForAnyArgs((Result<SampleSetView>)SampleRefusals.OneClass(40, true));
        var page = Render<SamplesPage>();

        page.FindComponent<Microsoft.AspNetCore.Components.Forms.InputFile>().UploadFiles(InputFileContent.CreateFromText("class,time\n1,2026-01-01\n", "jan.csv"));
        page.WaitForElement("select[aria-label=device]").Change("device.id");
        page.FindAll("button").Single(x => x.TextContent.EndsWith("Save as a new version", StringComparison.Ordinal)).Click();

        _upload.Received(1).RunAsync(Arg.Is<UploadSamples>(x => x.File == file && x.Set == "history" && x.Mapping.Fields["device.id"] == "device"), Arg.Any<CancellationToken>());
        page.WaitForElement(".og-form-error").TextContent.ShouldContain("nothing can be told apart");
    }
}
