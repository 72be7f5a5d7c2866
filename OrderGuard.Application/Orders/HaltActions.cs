using System.Text.Json;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>The kill switch: published at once, past the draft, because it cannot wait for a review.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record HaltActions(bool Halted);

internal sealed class HaltActionsHandler(IOrderGuardDb db, ConfigurationPublisher publisher) : IHandler<HaltActions, Done>
{
    public async Task<Result<Done>> HandleAsync(HaltActions request, CancellationToken ct)
    {
        var newest = await db.ConfigurationVersions.NewestAsync(ct);
        var document = newest.Read();
        if (document.Actions.Halted == request.Halted) return new Done();

        var section = JsonSerializer.Serialize(new { actions = document.Actions with { Halted = request.Halted } }, ConfigurationJson.Options);
        var reading = ConfigurationReader.Read(section, newest.Json);
        if (reading.Problems.Count > 0) return ConfigurationRefusals.Invalid(reading.Problems);
        return (await publisher.PublishAsync(newest, reading, request.Halted ? "Kill switch on" : "Kill switch off", null, [], null, ct)).Refusal is { } refusal ? refusal : new Done();
    }
}
