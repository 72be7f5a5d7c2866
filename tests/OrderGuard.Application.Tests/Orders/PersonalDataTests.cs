using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Tests.Orders;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("13800000000", "138****0000")]
    [InlineData("+86 138 0000 0000", "138****0000")]
    [InlineData("+5511987654321", "+55****4321")]
    [InlineData("0571-8888", "057****88")]
    [InlineData("110", "****")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_phone_keeps_its_ends(string? phone, string? masked) => PersonalData.MaskPhone(phone).ShouldBe(masked);

    [Theory]
    [InlineData("张小明", "张**")]
    [InlineData("Ann Example", "A**")]
    [InlineData("👩‍🌾 Farm", "👩‍🌾**")]
    [InlineData(" ", null)]
    public void A_name_keeps_its_first_character(string name, string? masked) => PersonalData.MaskName(name).ShouldBe(masked);

    [Fact]
    public void Masked_facts_reach_nobody()
    {
        var facts = new OrderFacts
        {
            Customer = new CustomerFacts("C-1", Name: "张小明"), Recipient = new RecipientFacts("张小明", "13800000000", "CN", "浙江省", "杭州市", "某路 1 号", "310000"),
            Device = new DeviceFacts("d-1", "203.0.113.9", "agent"),
        }.Masked();

        facts.Recipient.ShouldBe(new RecipientFacts("张**", "138****0000", "CN", "浙江省", "杭州市", "****", "****"));
        facts.Device!.Ip.ShouldBeNull();
        facts.Customer.ShouldBe(new CustomerFacts("C-1", Name: "张**"));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+SUM(A1)", "'+SUM(A1)")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("+8613800000000", "+8613800000000")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("=A,\"B\"", "\"'=A,\"\"B\"\"\"")]
    [InlineData(null, "")]
    public void A_cell_is_shown_and_never_computed(string? text, string cell) => CsvText.Cell(text).ShouldBe(cell);
}
