using System.Net;
using Microsoft.Extensions.Options;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Integrations;

public sealed class OutgoingHttpTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:db8::1")]
    public void What_is_not_in_the_public_internet_is_not_called(string address) => OutgoingAddresses.IsPublic(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("223.5.5.5")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2400:3200::1")]
    public void What_is_in_the_public_internet_may_be_called(string address) => OutgoingAddresses.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://[::1]:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("ftp://127.0.0.1:{0}/")]
    [InlineData("https://user:word@127.0.0.1:{0}/")]
    [InlineData("not an address")]
    public async Task A_private_host_is_refused_and_hears_nothing(string address)
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        using var http = Outgoing();

        var answer = await http.SendAsync(new OutgoingRequest(HttpMethod.Get, string.Format(System.Globalization.CultureInfo.InvariantCulture, address, server.Port)), default);

        answer.Outcome.ShouldBe(OutgoingOutcome.Refused);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_allowed_host_is_called_and_its_redirect_is_not_followed()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(302, "elsewhere", Location: "http://127.0.0.1:1/"));
        using var http = Outgoing(server.Host);

        var answer = await http.SendAsync(new OutgoingRequest(HttpMethod.Get, server.Address("/a")), default);

        (answer.Outcome, answer.Status, answer.Body, answer.IsSuccess).ShouldBe((OutgoingOutcome.Answered, 302, "elsewhere", false));
    }

    [Fact]
    public async Task Nobody_listening_is_certainly_not_sent()
    {
        var port = FreePort.Next();
        using var http = Outgoing($"127.0.0.1:{port}");

        var answer = await http.SendAsync(new OutgoingRequest(HttpMethod.Post, $"http://127.0.0.1:{port}/") { Body = "{}"u8.ToArray() }, default);

        answer.Outcome.ShouldBe(OutgoingOutcome.NotSent);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task What_may_have_arrived_is_sent_again_only_where_that_does_no_harm(bool mayRepeat, int calls)
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200, "late", After: TimeSpan.FromSeconds(3)));
        using var http = Outgoing(server.Host);

        var answer = await http.SendAsync(new OutgoingRequest(HttpMethod.Post, server.Address("/")) { Body = "{}"u8.ToArray(), MayRepeat = mayRepeat, TimeOut = TimeSpan.FromSeconds(1) }, default);

        answer.Outcome.ShouldBe(OutgoingOutcome.Unknown);
        server.Requests.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task A_long_answer_is_cut()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200, new string('x', 300_000)));
        using var http = Outgoing(server.Host);

        (await http.SendAsync(new OutgoingRequest(HttpMethod.Get, server.Address("/")), default)).Body.Length.ShouldBe(OutgoingHttp.BodyLimit);
    }

    private static OutgoingHttp Outgoing(params string[] allowed)
    {
        var options = new OutgoingOptions();
        foreach (var host in allowed) options.AllowedHosts.Add(host);
        return new OutgoingHttp(new OutgoingConnections(Options.Create(options)), Options.Create(options));
    }
}
