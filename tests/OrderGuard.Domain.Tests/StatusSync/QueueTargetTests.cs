using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Domain.Tests.StatusSync;

public sealed class QueueTargetTests
{
    private static readonly TargetDefinition Target = TargetPresets.New(TargetPreset.Queue, "erp");

    [Fact]
    public void The_preset_needs_no_address_and_no_secret() => Check(Target).ShouldBeEmpty();

    [Fact]
    public void What_the_broker_could_not_take_is_said_where_it_stands()
    {
        Check(Target with { RoutingKey = null }).ShouldBe([("/targets/0/routingKey", "missing")]);
        Check(Target with { RoutingKey = "erp {status}", TestRoutingKey = "测试" }).ShouldBe([("/targets/0/routingKey", "routing-key"), ("/targets/0/testRoutingKey", "routing-key")]);
        Check(Target with { RoutingKey = "erp.{state}" }).ShouldBe([("/targets/0/routingKey", "template-placeholder")]);
        Check(Target with { Exchange = "amq topic" }).ShouldBe([("/targets/0/exchange", "code-pattern")]);
        Check(Target with { Authentication = TargetAuthentication.ApiKey, Secrets = new Dictionary<string, string> { ["key"] = "k" } }).ShouldBe([("/targets/0/authentication", "queue-authentication")]);
    }

    [Fact]
    public void What_an_order_is_called_makes_no_word_of_the_routing_key() =>
        PushTemplate.Fill("erp.{order}.{status}", TemplateUse.RoutingKey, new Dictionary<string, string?> { ["order"] = "a.b #1", ["status"] = "40" }).ShouldBe("erp.a%2Eb%20%231.40");

    [Fact]
    public void A_rehearsal_tells_it_under_the_routing_key_of_rehearsals_or_not_at_all()
    {
        Target.ForRehearsal().ShouldBeNull();
        (Target with { TestAddress = "https://test.erp.example" }).HasTestEndpoint.ShouldBeFalse();
        (Target with { TestRoutingKey = "test.{status}" }).ForRehearsal()!.RoutingKey.ShouldBe("test.{status}");
    }

    private static IEnumerable<(string, string)> Check(TargetDefinition target) => ConfigurationRules.Check(new ConfigurationDocument { Targets = [target] }).Select(x => (x.Pointer, x.Code));
}
