using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Tests.Intake;

public sealed class OrderRowReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Columns = ["no", "bought", "paid", "sent", "status", "kind", "total", "buyer", "note"];
    private static readonly ImportProfile Profile = new()
    {
        Code = "history", Source = "old-shop", TimeZone = "Asia/Shanghai", OrderNo = "no",
        Stages = new Dictionary<string, int> { ["sent"] = 50, ["bought"] = 10, ["paid"] = 20 },
        StatusColumn = "status", FinalStatuses = new Dictionary<string, int> { ["cancelled"] = 90 },
        Fields = new Dictionary<string, string> { ["category"] = "kind", ["amount"] = "total", ["customer.id"] = "buyer", ["attributes.note"] = "note" },
    };

    [Fact]
    public void A_row_becomes_an_event_for_each_filled_stage_in_order_of_time()
    {
        var read = Read("SO-1", "2026-11-01 10:00:00", "2026-11-03 10:00:00", "2026-11-02 10:00:00", "done", "toys", "12.50", "C-1", "fragile");

        read.Problem.ShouldBeNull();
        read.Events.Select(x => x.Status).ShouldBe(["WAITING_PAYMENT", "SHIPPED", "PAID"]);
        read.Events.Select(x => x.OccurredAt).ShouldBeInOrder();
        read.Events[0].OccurredAt.ShouldBe(new DateTimeOffset(2026, 11, 1, 2, 0, 0, TimeSpan.Zero));
        read.Events.ShouldAllBe(x => x.OrderNo == "SO-1");
    }

    [Fact]
    public void A_final_word_adds_an_event_at_the_time_of_the_latest_stage_and_after_it()
    {
        var read = Read("SO-1", "2026-11-01 10:00:00", "2026-11-03 10:00:00", "", " Cancelled ", "", "", "", "");

        read.Events.Select(x => x.Status).ShouldBe(["WAITING_PAYMENT", "PAID", "CANCELLED"]);
        read.Events[2].OccurredAt.ShouldBe(read.Events[1].OccurredAt);
        read.Events[2].Id.ShouldNotBe(read.Events[1].Id);
    }

    [Fact]
    public void The_columns_fill_the_orders_facts()
    {
        var facts = Read("SO-1", "2026-11-01 10:00:00", "", "", "", "toys", "1,012.50", "C-1", "fragile").Facts.ShouldNotBeNull();

        facts.Category.ShouldBe("toys");
        facts.Amount.ShouldBe(1012.50m);
        facts.Customer!.Id.ShouldBe("C-1");
        facts.Attributes!["note"].GetString().ShouldBe("fragile");
    }

    [Fact]
    public void Ids_are_the_same_on_every_reading_and_differ_between_stages_and_orders()
    {
        string[] row = ["SO-1", "2026-11-01 10:00:00", "2026-11-01 10:00:00", "", "cancelled", "", "", "", ""];
        var ids = Read(row).Events.Select(x => x.Id).ToList();

        ids.ShouldBeUnique();
        Read(row).Events.Select(x => x.Id).ShouldBe(ids);
        Read(["SO-2", .. row[1..]]).Events.Select(x => x.Id).Intersect(ids).ShouldBeEmpty();
        Read([new string('9', 100), .. row[1..]]).Events.ShouldAllBe(x => x.Id.Length <= 200);
    }

    [Theory]
    [InlineData("no-order-no", " ", "2026-11-01 10:00:00", "1")]
    [InlineData("no-stage", "SO-1", "", "1")]
    [InlineData("unreadable-time", "SO-1", "soon", "1")]
    [InlineData("impossible-time", "SO-1", "2099-11-01 10:00:00", "1")]
    [InlineData("impossible-time", "SO-1", "0001-01-01 00:00:00", "1")]
    [InlineData("bad-number", "SO-1", "2026-11-01 10:00:00", "much")]
    public void A_row_that_cannot_be_read_is_rejected_with_the_reason(string code, string orderNo, string bought, string total) =>
        Read(orderNo, bought, "", "", "", "", total, "", "").Problem!.Code.ShouldBe(code);

    [Fact]
    public void What_is_too_long_is_rejected_and_never_cut()
    {
        Read(new string('x', 101), "2026-11-01 10:00:00", "", "", "", "", "", "", "").Problem!.Code.ShouldBe("order-no-too-long");
        Read("SO-1", "2026-11-01 10:00:00", "", "", "", new string('x', 101), "", "", "").Problem!.Code.ShouldBe("too-long");
    }

    [Fact]
    public void A_short_row_lacks_its_last_cells_only() => Read("SO-1", "2026-11-01 10:00:00").Events.Count.ShouldBe(1);

    [Fact]
    public void A_file_that_lacks_columns_of_the_profile_is_refused_with_their_names()
    {
        var refusal = OrderRowReader.For(Profile, Configuration(), ["no", "bought"], Now).Refusal.ShouldNotBeNull();

        refusal.Problems.Select(x => x.Message).ShouldContain("The file has no column paid.");
        refusal.Problems.ShouldNotContain(x => x.Message.Contains("column no.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mapping_that_gives_a_code_another_meaning_does_not_lead_a_stage_astray()
    {
        var configuration = TenantConfiguration.Compile(1, new ConfigurationDocument
        {
            Sources = [new SourceDefinition { Code = "old-shop", Role = SourceRole.Master, Mapping = new Dictionary<string, int> { ["PAID"] = 50, ["20"] = 50, ["cash in"] = 20 } }],
            ImportProfiles = [Profile],
        });

        var read = OrderRowReader.For(Profile, configuration, Columns, Now).Required.Read(new OrderFileRow(2, ["SO-1", "", "2026-11-01 10:00:00"], ""));

        configuration.Translate("old-shop", read.Events.Single().Status).ShouldBe(20);
    }

    [Fact]
    public void A_profile_is_suggested_from_names_and_contents()
    {
        string[] columns = ["order_id", "order_status", "order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date", "order_delivered_customer_date", "order_estimated_delivery_date", "category", "amount", "customer_unique_id"];
        string[] row = ["a1", "delivered", "2017-07-09 21:57:05", "2017-07-09 22:10:13", "2017-07-11 14:58:04", "2017-07-26 10:57:55", "2017-08-01 00:00:00", "auto", "175.26", "80bb"];

        var profile = ProfileSuggestion.For("Old orders.csv", columns, [new OrderFileRow(2, row, "")], Configuration());

        profile.Code.ShouldBe("old-orders");
        profile.OrderNo.ShouldBe("order_id");
        profile.Stages.ShouldBe(new Dictionary<string, int>
        {
            ["order_purchase_timestamp"] = 10, ["order_approved_at"] = 20, ["order_delivered_carrier_date"] = 50, ["order_delivered_customer_date"] = 70,
        }, ignoreOrder: true);
        profile.StatusColumn.ShouldBe("order_status");
        profile.FinalStatuses["unavailable"].ShouldBe(90);
        profile.Fields["promisedAt"].ShouldBe("order_estimated_delivery_date");
        profile.Fields["category"].ShouldBe("category");
        profile.Fields["customer.id"].ShouldBe("customer_unique_id");
    }

    private static TenantConfiguration Configuration() => TenantConfiguration.Compile(1, new ConfigurationDocument { ImportProfiles = [Profile] });

    private static ReadOrder Read(params string[] cells) =>
        OrderRowReader.For(Profile, Configuration(), Columns, Now).Required.Read(new OrderFileRow(2, cells, string.Join(',', cells)));
}
