using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Notifications;

namespace OrderGuard.Web.Tests.Notifications;

public sealed class SecretUseTests
{
    [Fact]
    public void What_is_switched_off_asks_for_no_secret_and_still_counts_as_naming_it()
    {
        ChannelDefinition Robot(string secret, bool enabled) => new() { Code = secret, Kind = ChannelKind.DingTalk, Enabled = enabled, Secrets = new Dictionary<string, string> { ["token"] = secret } };
        TargetDefinition Shop(string secret, bool enabled) => new() { Code = secret, Enabled = enabled, Secrets = new Dictionary<string, string> { ["key"] = secret } };
        var document = new ConfigurationDocument { Channels = [Robot("robot-on", true), Robot("robot-off", false)], Targets = [Shop("shop-on", true), Shop("shop-off", false)] };

        document.SecretsOfChannels().ShouldBe(["robot-on"]);
        document.SecretsOfChannels(enabled: false).ShouldBe(["robot-off"]);
        document.SecretsOfTargets().ShouldBe(["shop-on"]);
        document.SecretsOfTargets(enabled: false).ShouldBe(["shop-off"]);
        document.NamedSecrets().ShouldBe(["robot-on", "robot-off", "shop-on", "shop-off"]);
    }
}
