using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Asks the master system about a request that never was: whether it answers, and takes the signature.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record TestConnector(ConnectorSettings Settings);

internal sealed class TestConnectorHandler(IEnumerable<IOrderActionConnector> connectors) : IHandler<TestConnector, ActionReply>
{
    public async Task<Result<ActionReply>> HandleAsync(TestConnector request, CancellationToken ct) =>
        await connectors.First(x => x.Kind == request.Settings.Kind).FindOutAsync($"test-{Guid.CreateVersion7():N}", request.Settings, ct);
}
