using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>Fits the weights of the fulfilment score to the company's history now.</summary>
[Requires(Permission.EditRisk)]
public sealed record FitFulfilmentRisk;

internal sealed class FitFulfilmentRiskHandler(FulfilmentFitting fitting) : IHandler<FitFulfilmentRisk, FulfilmentModelView>
{
    public async Task<Result<FulfilmentModelView>> HandleAsync(FitFulfilmentRisk request, CancellationToken ct)
    {
        var fitted = await fitting.FitAsync(ct);
        return fitted.Refusal is { } refusal ? refusal : FulfilmentModelView.Of(fitted.Required);
    }
}
