using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Web.Audit;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Audit;

public sealed class AuditPageTests : PortalContext
{
    private readonly IUseCase<SearchAudit, FoundAudit> _search = Substitute.For<IUseCase<SearchAudit, FoundAudit>>();

    public AuditPageTests() => Services.AddSingleton(_search);

    [Fact]
    public void The_filter_of_the_address_is_sought_and_older_entries_follow()
    {
        _search.RunAsync(default!).ReturnsForAnyArgs(new FoundAudit([Row(9)], 9), new FoundAudit([Row(8)], null));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/audit?action=order.&subject=SO-1");
        var page = Render<AuditPage>();

        page.Find(".og-more button").Click();

        _search.Received(1).RunAsync(Arg.Is<SearchAudit>(x => x.Filter.Action == "order." && x.Filter.Subject == "SO-1" && x.Before == 9), Arg.Any<CancellationToken>());
        page.FindAll(".og-filter").Count.ShouldBe(2);
        page.FindAll(".og-more").ShouldBeEmpty();
        page.FindAll("tr.rz-data-row").Count.ShouldBe(2);
    }

    [Fact]
    public void Before_and_after_stand_side_by_side_what_changed_first()
    {
        var fields = ChangedField.Between("""{"name":"a","status":10,"deep":{"x":[1]}}""", """{"name":"a","status":20,"note":"n"}""");

        fields.ShouldBe([new("status", "10", "20"), new("deep.x[0]", "1", null), new("note", null, "n"), new("name", "a", "a")]);
    }

    private static AuditRow Row(long sequence) => new(sequence, Noon, ActorKind.Person, "u", "Lin", null, "order.held", "order", $"SO-{sequence}", null, null, null, "h");
}
