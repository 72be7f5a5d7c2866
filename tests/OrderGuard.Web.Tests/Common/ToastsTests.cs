using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tests.Common;

public sealed class ToastsTests : PortalContext
{
    private IToasts Toasts => Services.GetRequiredService<IToasts>();

    [Fact]
    public void A_success_leaves_after_five_seconds_and_an_error_stays()
    {
        var host = Render<ToastHost>();
        Toasts.Success("Saved.");
        Toasts.Error("The file could not be read.");

        Clock.Advance(TimeSpan.FromSeconds(4.9));
        host.WaitForAssertion(() => host.FindAll(".og-notice").Count.ShouldBe(2));

        Clock.Advance(TimeSpan.FromSeconds(0.1));
        host.WaitForAssertion(() => host.FindAll(".og-notice").Single().TextContent.ShouldContain("could not be read"));
    }

    [Fact]
    public void Undoing_runs_what_takes_it_back_and_closes_the_notice()
    {
        var undone = 0;
        var host = Render<ToastHost>();
        Toasts.Undo("3 alerts acknowledged.", () => { undone++; return Task.CompletedTask; });

        host.WaitForElement(".og-notice .og-link-button").Click();

        undone.ShouldBe(1);
        host.WaitForAssertion(() => host.FindAll(".og-notice").ShouldBeEmpty());
    }

    [Theory]
    [InlineData("Close 37 orders", true)]
    [InlineData("Cancel", false)]
    public async Task Asking_names_the_consequence_and_answers_what_was_chosen(string chosen, bool answer)
    {
        var dialogs = Render<Radzen.Blazor.RadzenDialog>();
        var asked = dialogs.InvokeAsync(() => Toasts.ConfirmAsync("Close?", "Closes 37 orders, refunds ¥ 4,120.00.", "Close 37 orders"));

        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("refunds ¥ 4,120.00"));
        await dialogs.FindAll("button").Single(button => button.TextContent.Trim() == chosen).ClickAsync(new());

        (await asked.WaitAsync(TimeSpan.FromSeconds(5))).ShouldBe(answer);
    }
}
