using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Domain.Tests.StatusSync;

public sealed class PushTemplateTests
{
    [Fact]
    public void Whatever_an_order_is_called_the_shape_of_the_request_stays()
    {
        const string template = """{ "free": {order}, "quoted": "a{order}b", "list": [{amount}, {status}] }""";
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var filled = PushTemplate.Fill(template, TemplateUse.Json, new Dictionary<string, string?> { ["order"] = text.Get, ["status"] = "40" });
            using var json = JsonDocument.Parse(filled);
            var said = JsonDocument.Parse(JsonSerializer.Serialize(text.Get)).RootElement.GetString();
            return json.RootElement.GetProperty("free").GetString() == said && json.RootElement.GetProperty("quoted").GetString() == $"a{said}b"
                && json.RootElement.GetProperty("list").GetRawText() == "[null, 40]";
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_address_takes_no_value_for_a_part_of_its_own() =>
        PushTemplate.Fill("https://erp.example/orders/{order}/status?at={word}", TemplateUse.Address, new Dictionary<string, string?> { ["order"] = "../a?b", ["word"] = "x&y=已" })
            .ShouldBe("https://erp.example/orders/..%2Fa%3Fb/status?at=x%26y%3D%E5%B7%B2");

    [Fact]
    public void What_is_not_a_placeholder_is_named_with_its_place() =>
        PushTemplate.Check("{\n  \"a\": {ordr}, \"b\": {order} }").Select(x => (x.Line, x.Column, x.Placeholder)).ShouldBe([(2, 8, "{ordr}")]);

    [Theory]
    [InlineData("""{ "a": {order} }""", true)]
    [InlineData("""{ "a": "{order}" """, false)]
    [InlineData("""{ "a": {order}{word} }""", false)]
    public void A_template_must_give_json_whatever_stands_in_it(string template, bool good) => (PushTemplate.CheckJson(template) is null).ShouldBe(good);
}
