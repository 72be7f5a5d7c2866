using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Review;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.Review;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Review;

public sealed class ReviewPagesTests : PortalContext
{
    private readonly IUseCase<GetReviewQueue, ReviewQueue> _getQueue = Substitute.For<IUseCase<GetReviewQueue, ReviewQueue>>();
    private readonly IUseCase<GetReview, ReviewDetail> _get = Substitute.For<IUseCase<GetReview, ReviewDetail>>();
    private readonly IUseCase<DecideReviews, DecidedReviews> _decide = Substitute.For<IUseCase<DecideReviews, DecidedReviews>>();
    private readonly IUseCase<ClaimReview, ReviewRow> _claim = Substitute.For<IUseCase<ClaimReview, ReviewRow>>();
    private readonly ICallerSource _callers = Substitute.For<ICallerSource>();
    private readonly Caller _reviewer = TestApp.Person(TenantId.New(), Role.Reviewer);

    public ReviewPagesTests()
    {
        Services.AddSingleton(_getQueue).AddSingleton(_get).AddSingleton(_decide).AddSingleton(_claim).AddSingleton(_callers).AddSingleton(Substitute.For<ILiveFeed>())
            .AddSingleton(Substitute.For<IUseCase<UndoVerdict, ReviewRow>>());
        _callers.GetAsync(default).ReturnsForAnyArgs(_reviewer);
        _decide.RunAsync(default!).ReturnsForAnyArgs(new DecidedReviews([Row("SO-1")], [], []));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Theory]
    [InlineData("en", "Nothing waits for review")]
    [InlineData("zh-CN", "暂无待复核订单")]
    public void An_empty_queue_says_why(string language, string text)
    {
        InLanguage(language);
        Holds();

        Render<ReviewPage>().Find(".og-state").TextContent.ShouldContain(text);
    }

    [Fact]
    public void The_queue_is_sorted_by_the_address_and_opened_by_the_keyboard()
    {
        var (first, second) = (Row("SO-1"), Row("SO-2"));
        Holds(first, second);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/review?sort=amount");
        var page = Render<ReviewPage>();
        _getQueue.Received().RunAsync(Arg.Is<GetReviewQueue>(x => x.Sort == ReviewSort.Amount && x.Show == ReviewShow.Open), Arg.Any<CancellationToken>());

        page.Find(".rev").KeyDown("j");
        page.Find(".rev").KeyDown("Enter");

        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith($"/review/{second.Id}");
    }

    [Fact]
    public void One_key_decides_a_case_with_everything_on_one_screen_and_goes_to_the_next()
    {
        var row = Row("SO-1");
        var next = Guid.NewGuid();
        Shows(row, next);
        var page = Render<ReviewCasePage>(x => x.Add(p => p.Id, row.Id));
        page.Markup.ShouldContain("49 other orders with the same identity number within 24 hours.");
        page.Markup.ShouldContain("SHARED-1");
        page.Markup.ShouldContain("HISTORY-1");
        page.Markup.ShouldContain("SIMILAR-1");

        page.Find(".rev").KeyDown("l");

        _decide.Received(1).RunAsync(Arg.Is<DecideReviews>(x => x.Verdict == "Legitimate" && x.Cases.Single().Value == row.Id), Arg.Any<CancellationToken>());
        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith($"/review/{next}");
    }

    [Fact]
    public void A_case_that_another_is_at_offers_no_verdict()
    {
        var row = Row("SO-1") with { ClaimedBy = Guid.NewGuid(), ClaimedByName = "Reviewer Two" };
        Shows(row, null);

        var page = Render<ReviewCasePage>(x => x.Add(p => p.Id, row.Id));

        page.Find(".rev-bar").TextContent.ShouldContain("Reviewer Two is at this case.");
        page.FindAll(".rev-bar button").ShouldBeEmpty();
    }

    [Fact]
    public void The_tier_page_tells_what_tiers_would_have_meant()
    {
        var bins = new TierBin[101];
        (bins[10], bins[70], bins[90]) = (new TierBin(270, 0, 3), new TierBin(20, 1, 1), new TierBin(10, 4, 2));

        var card = Render<TierEffectCard>(x => x.Add(p => p.Effect, new TierEffect(bins, 10)).Add(p => p.Tiers, new RiskTiers { Medium = 0.6, High = 0.85 }).Add(p => p.Published, new RiskTiers { Medium = 0.6, High = 0.7 }));

        card.Markup.ShouldContain("1 orders a day to review, 2 a day to watch.");
        card.Markup.ShouldContain("4 of 5 known frauds caught, 2 honest orders stopped.");
        card.Markup.ShouldContain("As published: 3 a day to review, 5 frauds caught, 3 honest stopped.");
    }

    private void Holds(params ReviewRow[] rows) => _getQueue.RunAsync(default!).ReturnsForAnyArgs(new ReviewQueue(rows, rows.Length, rows.Length, 0, 0, 0));

    private void Shows(ReviewRow row, Guid? next)
    {
        OtherOrder Other(string no) => new(no, 20, "PAID", null, Noon, 10, "CNY", false, null);
        _get.RunAsync(default!).ReturnsForAnyArgs(new ReviewDetail
        {
            Case = row, Next = next, MayDecide = true, Facts = OrderFacts.None, Holds = [], Timeline = [], Group = [], Medium = 0.6, High = 0.85,
            Risk = new RiskAnswer(0.93, RiskTier.High, ForcedBy.Nothing, [RiskReasonView.Of(new RiskReason("orders-by-id-number-24h", 49, 5.6))], [], new Dictionary<string, double>(), new RiskVersions(1, 0, 0)),
            Order = new OrderRow
            {
                OrderNo = row.OrderNo, Status = 20, StatusName = "PAID", StatusLabel = null, StatusSince = Noon, Finished = false, PlacedAt = Noon, Category = null, CategoryLabel = null, Amount = 10,
                Currency = "CNY", Source = "shop", Channel = null, Warehouse = null, CustomerId = null, Recipient = null, Phone = null, Held = true, OpenAlerts = 0, DueAt = null,
            },
            History = [Other("HISTORY-1")], Shared = [new SharedOrders("id-number", 1, [Other("SHARED-1")])],
            Similar = [new SimilarCase(Guid.NewGuid(), "SIMILAR-1", Verdict.Fraud, 0.9, 0.8, Noon, "Reviewer Two")],
        });
    }

    private static ReviewRow Row(string orderNo) => new()
    {
        Id = Guid.CreateVersion7(), OrderNo = orderNo, Score = 0.93, Forced = ForcedBy.Nothing, Amount = 120, Currency = "CNY", Category = null, OpenedAt = Noon.AddMinutes(-5), DueAt = Noon.AddHours(2), State = ReviewState.Waiting,
    };
}
