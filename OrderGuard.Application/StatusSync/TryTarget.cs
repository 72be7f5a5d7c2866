using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>The request that a target of the draft would get for an order's present status: a named one, else the latest that moved.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record PreviewTarget(string Code, string? OrderNo = null);

public sealed record TargetPreview(string OrderNo, string Request);

/// <summary>Sends a target of the draft one request that is marked as a test, and tells what it answered.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record TestTarget(string Code, string? OrderNo = null);

public sealed record TestedTarget(PushVerdict Verdict, string? Cause, int? Status, string Answer, string Request);

internal sealed class PreviewTargetHandler(TargetTrial trial, IPushSender sender) : IHandler<PreviewTarget, TargetPreview>
{
    public async Task<Result<TargetPreview>> HandleAsync(PreviewTarget request, CancellationToken ct)
    {
        var push = await trial.ComposeAsync(request.Code, request.OrderNo, test: false, ct);
        return push.Refusal is { } refusal ? refusal : new TargetPreview(push.Required.OrderNo, await sender.DescribeAsync(push.Required.Push, ct));
    }
}

internal sealed class TestTargetHandler(IOrderGuardDb db, TargetTrial trial, IPushSender sender, AuditTrail audit) : IHandler<TestTarget, TestedTarget>
{
    public async Task<Result<TestedTarget>> HandleAsync(TestTarget request, CancellationToken ct)
    {
        var push = await trial.ComposeAsync(request.Code, request.OrderNo, test: true, ct);
        if (push.Refusal is { } refusal) return refusal;
        audit.Record("target.tested", "target", request.Code, null, new { push.Required.OrderNo });
        await db.SaveChangesAsync(ct);
        var answer = await sender.SendAsync(push.Required.Push, ct);
        return new TestedTarget(answer.Verdict, answer.Cause, answer.Status, answer.Answer, answer.Request);
    }
}

/// <summary>Composes a request of the draft for an order that there is, or for an invented one where there is none yet.</summary>
internal sealed class TargetTrial(IOrderGuardDb db, Caller caller, SecretVault vault, TimeProvider clock)
{
    private const string Invented = "TEST-1";

    public async Task<Result<(string OrderNo, OutgoingPush Push)>> ComposeAsync(string code, string? orderNo, bool test, CancellationToken ct)
    {
        var draft = await DraftState.ReadAsync(db, ct);
        var index = draft.Document.Targets.ToList().FindIndex(x => x.Code == code);
        if (index < 0) return Refusal.NotFound("target");
        if (draft.Problems.Any(x => x.Pointer.StartsWith(ConfigurationProblem.At("/targets", index) + "/", StringComparison.Ordinal))) return StatusSyncRefusals.TargetUnfinished;

        var order = string.IsNullOrWhiteSpace(orderNo)
            ? await db.Orders.AsNoTracking().OrderByDescending(x => x.PlacedAt).FirstOrDefaultAsync(ct)
            : await db.Orders.AsNoTracking().SingleOrDefaultAsync(x => x.OrderNo == orderNo.Trim(), ct);
        if (order is null && !string.IsNullOrWhiteSpace(orderNo)) return OrderRefusals.NotFound;

        var (target, now) = (draft.Document.Targets[index], clock.GetUtcNow());
        var configuration = TenantConfiguration.Compile(draft.Published.Number, draft.Document);
        var key = $"{(test ? "test-" : "")}{StatusPushId.New().Value:N}";
        var subject = order is null
            ? new PushSubject(key, Invented, StandardStatuses.Paid, StandardStatuses.All[0].Code, now, "test", "orderguard", 1) { Test = test }
            : new PushSubject(key, order.OrderNo, order.Status, null, order.StatusSince, "test", order.Source, order.Moves) { Facts = order.Facts, Test = test };
        return (subject.OrderNo, PushComposer.Compose(subject, target, configuration, caller.RequiredTenant, await vault.ReadAsync(target.Secrets, ct), now));
    }
}
