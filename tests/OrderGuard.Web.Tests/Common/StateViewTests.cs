using Bunit;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tests.Common;

public sealed class StateViewTests : PortalContext
{
    [Fact]
    public void A_failure_offers_to_try_again_and_a_trace_id_to_copy()
    {
        var retried = 0;
        var view = Render<FailureView>(p => p.Add(x => x.OnRetry, () => retried++).Add(x => x.TraceId, "4bf92f35"));

        view.FindAll("button").Single(button => button.TextContent.Contains("Try again", StringComparison.Ordinal)).Click();

        retried.ShouldBe(1);
        view.Find("[data-portal-copy]").GetAttribute("data-portal-copy").ShouldBe("4bf92f35");
        view.Find(".og-state").GetAttribute("role").ShouldBe("alert");
    }

    [Fact]
    public void An_empty_view_says_why_and_offers_one_action()
    {
        var view = Render<EmptyView>(p => p.Add(x => x.Text, "No alerts are open.").Add(x => x.Reason, "Every order moved on.")
            .Add(x => x.ActionText, "Open the orders").Add(x => x.ActionHref, "/orders"));

        view.Find(".og-state").TextContent.ShouldContain("Every order moved on.");
        view.FindAll("a, button").Single().GetAttribute("href").ShouldBe("/orders");
    }

    [Theory]
    [InlineData(LoadingShape.Rows, ".og-skeleton-rows > div")]
    [InlineData(LoadingShape.Figures, ".og-figure")]
    [InlineData(LoadingShape.Form, ".og-skeleton-field")]
    public void Loading_sketches_as_many_parts_as_are_coming(LoadingShape shape, string part) =>
        Render<LoadingView>(p => p.Add(x => x.Shape, shape).Add(x => x.Count, 3)).FindAll(part).Count.ShouldBe(3);

    [Fact]
    public void Closing_a_filter_names_it_and_clearing_takes_all()
    {
        string? removed = null;
        var cleared = false;
        var chips = Render<FilterChips>(p => p
            .Add(x => x.Chips, [new FilterChip("status", "Status", "Packed"), new FilterChip("late", "Late only")])
            .Add(x => x.OnRemove, key => removed = key).Add(x => x.OnClear, () => cleared = true));

        chips.Find("button[aria-label='Remove filter Packed']").Click();
        chips.FindAll("button").Single(button => button.TextContent == "Clear all").Click();

        removed.ShouldBe("status");
        cleared.ShouldBeTrue();
        chips.FindAll(".og-filter")[0].TextContent.ShouldContain("Status: Packed");
    }

    [Fact]
    public void A_page_that_fails_leaves_the_frame_and_can_be_tried_again()
    {
        var boundary = Render<PortalErrorBoundary>(p => p.AddChildContent<Fragile>());
        boundary.Find("button.fragile").Click();

        boundary.Find("[role=alert]").TextContent.ShouldContain("The page stopped");
        boundary.Find("[data-portal-copy]").GetAttribute("data-portal-copy").ShouldNotBeNullOrEmpty();

        boundary.FindAll("button").Single(button => button.TextContent.Contains("Try again", StringComparison.Ordinal)).Click();
        boundary.FindAll("button.fragile").Count.ShouldBe(1);
    }

    private sealed class Fragile : Microsoft.AspNetCore.Components.ComponentBase
    {
        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(1, "class", "fragile");
            builder.AddAttribute(2, "onclick", Microsoft.AspNetCore.Components.EventCallback.Factory.Create(this, () => throw new InvalidOperationException("A page's bug")));
            builder.CloseElement();
        }
    }
}
