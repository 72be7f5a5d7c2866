using System.Text.Json;
using OrderGuard.Web.Timeouts;

namespace OrderGuard.Web.Tests.Timeouts;

public sealed class BacktestBodyTests
{
    [Fact]
    public void The_contracts_request_is_read()
    {
        var read = Read("""{"from":"2017-03-01","to":"2017-04-01T00:00:00-03:00","timeouts":[{"code":"payment","from":10,"until":20,"within":"PT60M","byCategory":{"cold-chain":"PT30M"},"clock":"elapsed","escalation":"standard"}]}""").Required;

        read.From.ShouldBe(new DateTimeOffset(2017, 3, 1, 0, 0, 0, TimeSpan.Zero));
        read.To.ShouldBe(new DateTimeOffset(2017, 4, 1, 3, 0, 0, TimeSpan.Zero));
        read.Timeouts!.Single().ByCategory["cold-chain"].ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Theory]
    [InlineData("""{"timeouts":[{"code":"a","from":10,"until":20,"within":"PT1H"},{"code":"b","from":10,"until":20,"within":"soon"}]}""", "/timeouts/1/within")]
    [InlineData("""{"timeouts":[{"code":"a","from":"x","until":20,"within":"PT1H"}]}""", "/timeouts/0/from")]
    [InlineData("""{"timeouts":[{"code":"a","from":10,"until":20,"within":"PT1H","byCategory":{"toys":"1"}}]}""", "/timeouts/0/byCategory/toys")]
    [InlineData("""{"timeouts":[{"code":"a"}]}""", "/timeouts/0")]
    [InlineData("""{"timeouts":[null]}""", "/timeouts/0")]
    [InlineData("""{"timeouts":{}}""", "/timeouts")]
    [InlineData("""{"from":"soon"}""", "/from")]
    [InlineData("""{"to":7}""", "/to")]
    [InlineData("""{"form":"2017-01-01"}""", "/form")]
    [InlineData("[]", "")]
    public void What_is_wrong_is_said_by_pointer(string body, string pointer)
    {
        var problem = Read(body).Refusal.ShouldNotBeNull().Problems.Single();

        problem.Pointer.ShouldBe(pointer);
        problem.Message.ShouldNotContain("System.");
    }

    private static Domain.Common.Result<Application.Timeouts.BacktestTimeouts> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return BacktestBody.Read(document.RootElement);
    }
}
