using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Notifications;

public sealed class EmailTests
{
    private readonly TestClock _clock = new();

    internal static ChannelDefinition Mail(MailReceiver server) => new()
    {
        Code = "mail", Kind = ChannelKind.Email, Language = "zh-CN", Host = "127.0.0.1", Port = server.Port, Security = MailSecurity.None, Sender = "orders@shop.test", To = ["room@shop.test"],
    };

    [Fact]
    public async Task A_letter_arrives_signed_in_and_whole()
    {
        await using var server = new MailReceiver();
        await using var app = await Messenger.StartAsync(_clock, $"127.0.0.1:{server.Port}");
        var tenant = await app.FoundWithAsync(null, Mail(server) with { UserName = "orders", To = ["room@shop.test", "unknown@shop.test"] });
        await app.KeepAsync(tenant, "mail-password", "pass word");
        await app.PublishAsync(tenant, Shop.Document with { Channels = [Mail(server) with { UserName = "orders", To = ["room@shop.test", "unknown@shop.test"], Secrets = new Dictionary<string, string> { ["password"] = "mail-password" } }] });
        var person = await app.EmployAsync(tenant, "robin@shop.test", null);
        var notice = Messenger.Notice("SO-1", "mail", people: person);

        await app.TellAsync(tenant, notice with { Values = notice.Values with { Title = new LocalizedText("x", "订单 SO-1 待付款已经超过了很长很长的时间，请尽快处理\r\nBcc: evil@example.test") } });
        await app.SettleAsync();

        var letter = server.Letters.ShouldHaveSingleItem();
        (letter.From, letter.User, letter.Password).ShouldBe(("orders@shop.test", "orders", "pass word"));
        letter.To.ShouldBe(["robin@shop.test", "room@shop.test"]);
        var (head, body) = (letter.Data[..letter.Data.IndexOf("\n\n", StringComparison.Ordinal)], letter.Data[(letter.Data.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]);
        head.Split('\n').ShouldNotContain(x => x.StartsWith("Bcc", StringComparison.Ordinal));
        Subject(head).ShouldStartWith("提醒 · 订单 SO-1 待付款已经超过了很长很长的时间，请尽快处理");
        Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal))).ShouldContain("https://portal.example/orders/SO-1");
        var delivery = (await app.DeliveriesAsync(tenant)).Single();
        (delivery.State, delivery.AnswerStatus).ShouldBe((DeliveryState.Sent, 250));
        delivery.Answer!.ShouldContain("no such user");
    }

    [Fact]
    public async Task A_wrong_password_is_final_and_never_stands_in_the_log()
    {
        await using var server = new MailReceiver();
        await using var app = await Messenger.StartAsync(_clock, $"127.0.0.1:{server.Port}");
        var tenant = await app.FoundWithAsync(null, Mail(server) with { UserName = "orders", Secrets = new Dictionary<string, string> { ["password"] = "mail-password" } });
        await app.KeepAsync(tenant, "mail-password", "wrong");

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "mail"));
        await app.SettleAsync();

        var delivery = (await app.DeliveriesAsync(tenant)).Single();
        (delivery.State, delivery.AnswerStatus).ShouldBe((DeliveryState.Failed, 535));
        server.Letters.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_signed_hears_neither_the_password_nor_the_letter()
    {
        await using var server = new MailReceiver(offersTls: true);
        await using var app = await Messenger.StartAsync(_clock, $"127.0.0.1:{server.Port}");
        var tenant = await app.FoundWithAsync(null, Mail(server) with { Security = MailSecurity.StartTls, UserName = "orders", Secrets = new Dictionary<string, string> { ["password"] = "mail-password" } });
        await app.KeepAsync(tenant, "mail-password", "secret-value");

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "mail"));
        await app.SettleAsync();

        server.Heard.ShouldBe(["EHLO orderguard", "STARTTLS"]);
        server.Letters.ShouldBeEmpty();
        (await app.DeliveriesAsync(tenant)).Single().State.ShouldBe(DeliveryState.Waiting);
    }

    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task Under_a_certificate_that_is_trusted_password_and_letter_go_by_TLS_alone(MailSecurity security)
    {
        await using var server = new MailReceiver(offersTls: security is MailSecurity.StartTls, fromTheStart: security is MailSecurity.Tls);
        var trusted = Path.Combine(Directory.CreateTempSubdirectory("orderguard-mail-").FullName, "authority.pem");
        await File.WriteAllTextAsync(trusted, server.CertificatePem);
        await using var app = await TestApp.OnSqliteAsync(_clock, services => services.Configure<OutgoingOptions>(o =>
        {
            o.AllowedHosts.Add($"127.0.0.1:{server.Port}");
            o.MailAuthorities = trusted;
        }));
        var tenant = await app.FoundWithAsync(null, Mail(server) with { Security = security, UserName = "orders", Secrets = new Dictionary<string, string> { ["password"] = "mail-password" } });
        await app.KeepAsync(tenant, "mail-password", "pass word");

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "mail"));
        await app.SettleAsync();

        server.Letters.ShouldHaveSingleItem().ShouldSatisfyAllConditions(x => x.Secure.ShouldBeTrue(), x => x.Password.ShouldBe("pass word"), x => x.To.ShouldBe(["room@shop.test"]));
        server.Heard.ShouldBe(security is MailSecurity.StartTls ? ["EHLO orderguard", "STARTTLS"] : []);
        (await app.DeliveriesAsync(tenant)).Single().State.ShouldBe(DeliveryState.Sent);
    }

    [Fact]
    public async Task A_private_mail_server_is_not_called()
    {
        await using var server = new MailReceiver();
        await using var app = await Messenger.StartAsync(_clock);
        var tenant = await app.FoundWithAsync(null, Mail(server) with { Security = MailSecurity.StartTls });

        await app.TellAsync(tenant, Messenger.Notice("SO-1", "mail"));
        await app.SettleAsync();

        server.Heard.ShouldBeEmpty();
        (await app.DeliveriesAsync(tenant)).Single().State.ShouldBe(DeliveryState.Failed);
    }

    private static string Subject(string head)
    {
        var from = head.IndexOf("Subject: ", StringComparison.Ordinal) + 9;
        var words = head[from..head.IndexOf("\nDate:", StringComparison.Ordinal)].Split('\n').Select(x => x.Trim());
        return string.Concat(words.Select(x => Encoding.UTF8.GetString(Convert.FromBase64String(x["=?utf-8?B?".Length..^2]))));
    }
}
