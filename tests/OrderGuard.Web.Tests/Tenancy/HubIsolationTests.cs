using System.Net.WebSockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Tests.Tenancy;

/// <summary>The live hubs: what happens in one company is told to nobody of another, whatever is asked.</summary>
public sealed class HubIsolationTests(TwoCompanies companies) : IClassFixture<TwoCompanies>
{
    private const char End = '\u001e';

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Fact]
    public async Task A_watcher_of_B_hears_of_B_only()
    {
        var (ofA, ofB) = (await OpenAsync(companies.KeyOfA), await OpenAsync(companies.KeyOfB));
        (await HearAsync(ofA, "snapshot")).ShouldContain(TwoCompanies.Mark);

        await companies.RaiseAsync(companies.A, TwoCompanies.Mark);
        await companies.RaiseAsync(companies.B, "the-last-of-b");

        (await HearAsync(ofA, "alertRaised")).ShouldContain(TwoCompanies.Mark);
        var heard = await HearAsync(ofB, "the-last-of-b");
        heard.ShouldNotContain(TwoCompanies.Mark);
        heard.ShouldNotContain(companies.IdsOfA[1].ToString());
    }

    [Fact]
    public async Task Every_message_to_a_hub_with_As_identifiers_is_answered_with_what_is_Bs()
    {
        var hub = RunningEndpoint.HubsOf(companies.Host).Where(x => x.Assembly == typeof(Program).Assembly).ShouldHaveSingleItem("this test knows the address of one hub only: add the other one");
        var methods = hub.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(x => !x.IsVirtual || x.GetBaseDefinition().DeclaringType == hub).ToList();
        methods.ShouldNotBeEmpty();
        var before = await companies.RowsOfAAsync();

        foreach (var method in methods)
        {
            var socket = await OpenAsync(companies.KeyOfB);
            var arguments = method.GetParameters().Select(x => x.ParameterType == typeof(Guid) ? companies.IdsOfA[1] : x.ParameterType == typeof(string) ? TwoCompanies.OrderNo
                : (object)(x.ParameterType == typeof(int) ? companies.VersionOfA : throw new InvalidOperationException($"{method} has the parameter {x.Name}, which this test cannot fill: add it.")));
            await SayAsync(socket, JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = method.Name, arguments }));

            (await HearAsync(socket, "\"invocationId\":\"1\"")).ShouldNotContain(TwoCompanies.Mark, customMessage: method.Name);
        }

        (await companies.RowsOfAAsync()).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task The_hub_opens_to_whom_alerts_are_shown(Role role)
    {
        var browser = await companies.SignInAsync(role, companies.B);

        using var response = await browser.PostAsync("/hubs/alerts/negotiate?negotiateVersion=1", null);

        ((int)response.StatusCode).ShouldBe(RolePermissions.Of(role).Contains(Permission.ViewAlerts) ? 200 : 403);
    }

    private async Task<WebSocket> OpenAsync(string key)
    {
        var client = companies.Host.Server.CreateWebSocketClient();
        client.ConfigureRequest = x => x.Headers["X-Api-Key"] = key;
        var socket = await client.ConnectAsync(new Uri("ws://localhost/hubs/alerts"), CancellationToken.None);
        await SayAsync(socket, """{"protocol":"json","version":1}""");
        return socket;
    }

    private static Task SayAsync(WebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>All that was said until a message holds these words.</summary>
    private static async Task<string> HearAsync(WebSocket socket, string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var heard = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, patience.Token);
            part.MessageType.ShouldBe(WebSocketMessageType.Text, heard.ToString());
            heard.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            var all = heard.ToString();
            if (all.LastIndexOf(words, StringComparison.Ordinal) is >= 0 and var at && all.IndexOf(End, at) >= 0) return all;
        }
    }
}
