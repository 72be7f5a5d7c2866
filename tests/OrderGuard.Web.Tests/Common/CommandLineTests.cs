using OrderGuard.Web.Common.Commands;

namespace OrderGuard.Web.Tests.Common;

public sealed class CommandLineTests
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData]
    [InlineData("--urls", "http://localhost:5000")]
    [InlineData("--environment=Production")]
    public async Task Without_a_command_the_portal_is_served(params string[] args) => (await RunAsync(args)).ShouldBeNull();

    [Theory]
    [InlineData("There is no command", "imports")]
    [InlineData("There is no option --colour", "backtest", "--tenant", "demo", "--colour", "red")]
    [InlineData("--tenant is missing", "backtest")]
    [InlineData("--profile is missing", "import-orders", "--tenant", "demo", "a.csv")]
    [InlineData("needs a value", "backtest", "--tenant")]
    [InlineData("stands twice", "backtest", "--tenant", "a", "--tenant=b")]
    [InlineData("takes no value", "backtest", "--tenant", "a", "--json=yes")]
    [InlineData("at least one file", "import-orders", "--tenant", "demo", "--profile", "p")]
    [InlineData("--from is a date", "backtest", "--tenant", "demo", "--from", "soon")]
    public async Task A_command_that_is_not_understood_says_why_and_exits_with_2(string words, params string[] args)
    {
        (await RunAsync(args)).ShouldBe(2);

        _error.ToString().ShouldContain(words);
        _out.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        (await RunAsync("import-orders", "--tenant", "demo", "--profile", "p", "/nowhere/orders.csv")).ShouldBe(1);

        _error.ToString().ShouldContain("/nowhere/orders.csv");
    }

    [Fact]
    public async Task Help_tells_every_command()
    {
        (await RunAsync("--help")).ShouldBe(0);

        foreach (var command in CommandLine.Commands) _out.ToString().ShouldContain($"{command.Name} {command.Usage}".TrimEnd());
        (await RunAsync("backtest", "--help")).ShouldBe(0);
    }

    private Task<int?> RunAsync(params string[] args) => CommandLine.RunAsync(args, new CommandConsole(_out, _error, Live: false));
}
