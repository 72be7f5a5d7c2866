using System.Text.Json;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Notifications;

public sealed class SmsTests
{
    private const string Nasty = "line\"1\", \\ & = %\n\u0007{to}";
    private readonly TestClock _clock = new();

    [Theory]
    [InlineData(GatewayBody.Json, """{"to":"{to}","text":"{text}","key":"{secret:key}"}""")]
    [InlineData(GatewayBody.Form, "to={to}&text={text}&key={secret:key}")]
    public async Task What_is_filled_in_cannot_break_out_of_the_body(GatewayBody format, string body)
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200, """{"result":{"code":"OK"}}"""));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Gateway(server) with { BodyFormat = format, Body = body });
        await app.KeepAsync(tenant, "gateway-key", "k\"&=+");
        var person = await app.EmployAsync(tenant, "robin@example.test", "+8613800000000");
        var notice = Messenger.Notice("SO-1", "sms", people: person);

        await app.TellAsync(tenant, notice with { Values = notice.Values with { Title = new LocalizedText(Nasty, Nasty) } });
        await app.SettleAsync();

        var request = server.Requests.ShouldHaveSingleItem();
        string to, text, key;
        if (format is GatewayBody.Json)
        {
            using var json = JsonDocument.Parse(request.Body);
            (to, text, key) = (Text(json, "to"), Text(json, "text"), Text(json, "key"));
        }
        else
        {
            var fields = request.Text.Split('&').Select(x => x.Split('=')).ToDictionary(x => x[0], x => Uri.UnescapeDataString(x[1]));
            fields.Count.ShouldBe(3);
            (to, text, key) = (fields["to"], fields["text"], fields["key"]);
        }
        (to, key).ShouldBe(("+8613800000000", "k\"&=+"));
        text.ShouldContain("line\"1\", \\ & = % ");
        text.ShouldContain("{to}");
        request.Headers["X-Key"].ShouldBe("k\"&=+");
    }

    [Fact]
    public async Task An_answer_that_is_no_success_hands_over_to_the_fall_back_and_shows_no_number()
    {
        await using var server = new ReceivingServer(x => new ReceiverAnswer(200, $$"""{"result":{"code":"NO"},"echo":"{{(x.Text.Contains("13800000000", StringComparison.Ordinal) ? "+8613800000000" : "")}}"}"""));
        await using var app = await Messenger.StartAsync(_clock, server.Host);
        var tenant = await app.FoundWithAsync(null, Gateway(server) with { Fallback = "wecom" }, Messenger.WeCom(server));
        await app.KeepAsync(tenant, "gateway-key", "secret-value");
        var person = await app.EmployAsync(tenant, "robin@example.test", "+8613800000000");

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "sms", people: person));
        await app.SettleAsync();

        var failed = (await app.DeliveriesAsync(tenant)).Single(x => x.Channel == "sms");
        (failed.State, failed.FellBackTo).ShouldBe((DeliveryState.Failed, "wecom"));
        failed.Answer!.ShouldContain("138****0000");
        failed.Answer!.ShouldNotContain("13800000000");
    }

    [Fact]
    public async Task Once_the_months_budget_is_used_the_fall_back_takes_over_until_the_next_month()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200, """{"result":{"code":"OK"}}"""));
        await using var mail = new MailReceiver();
        await using var app = await Messenger.StartAsync(_clock, server.Host, $"127.0.0.1:{mail.Port}");
        var tenant = await app.FoundWithAsync(new NotificationSettings { SmsMonthlyBudget = 2 }, Gateway(server) with { Fallback = "mail", To = ["10086"] }, EmailTests.Mail(mail));
        await app.KeepAsync(tenant, "gateway-key", "secret-value");

        for (var i = 1; i <= 3; i++)
        {
            await app.TellAsync(tenant, Messenger.Notice($"SO-{i}", "sms"));
            await app.SettleAsync();
        }
        server.Requests.Count.ShouldBe(2);
        mail.Letters.ShouldHaveSingleItem().Data.ShouldContain("Subject");

        _clock.MoveTo(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
        await app.TellAsync(tenant, Messenger.Notice("SO-4", "sms"));
        await app.SettleAsync();
        server.Requests.Count.ShouldBe(3);
    }

    private static ChannelDefinition Gateway(ReceivingServer server) => new()
    {
        Code = "sms", Kind = ChannelKind.Sms, Address = server.Address("/send"), Secrets = new Dictionary<string, string> { ["key"] = "gateway-key" },
        Headers = new Dictionary<string, string> { ["X-Key"] = "{secret:key}" }, BodyFormat = GatewayBody.Json, Body = """{"to":"{to}","text":"{text}"}""",
        SuccessPointer = "/result/code", SuccessEquals = "OK",
    };

    private static string Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString()!;
}
