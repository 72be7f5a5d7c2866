using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Brings a company's dead letters from the broker into its list, where people can see them.</summary>
internal sealed partial class DeadLetterReader(TenantId tenant, string code, BrokerNames names, SystemScopes scopes, TimeProvider clock, ILogger logger)
{
    private const ushort Prefetch = 20;
    private const int MostAttempts = 5;

    public async Task RunAsync(IConnection connection, BrokerTopology topology, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await topology.DeclareDeadAsync(channel, code, ct);
        await channel.BasicQosAsync(0, Prefetch, false, ct);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, x) =>
        {
            try
            {
                await KeepAsync(x, ct);
                await channel.BasicAckAsync(x.DeliveryTag, multiple: false, ct);
            }
#pragma warning disable CA1031 // The broker keeps it; it is asked for again once the store takes it.
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogFailed(e, code);
                lost.TrySetResult();
            }
#pragma warning restore CA1031
        };
        consumer.ShutdownAsync += (_, _) => Task.FromResult(lost.TrySetResult());
        consumer.UnregisteredAsync += (_, _) => Task.FromResult(lost.TrySetResult());
        await channel.BasicConsumeAsync(names.Dead(code), autoAck: false, consumer, ct);
        await lost.Task.WaitAsync(ct);
    }

    private async Task KeepAsync(BasicDeliverEventArgs message, CancellationToken ct)
    {
        var headers = message.BasicProperties.Headers;
        var (queue, reason, detail) = (Text(headers, DeadLetterBox.QueueHeader), Text(headers, DeadLetterBox.ReasonHeader), Text(headers, DeadLetterBox.DetailHeader));
        if (queue is null)
        {
            // The broker itself put it aside.
            queue = Text(headers, "x-first-death-queue") ?? "";
            reason = Text(headers, "x-first-death-reason") is "delivery_limit" ? DeadLetterReasons.DeliveryLimit : DeadLetterReasons.Rejected;
        }
        var prefix = names.InboundPrefix(code);
        var source = queue.StartsWith(prefix, StringComparison.Ordinal) ? queue[prefix.Length..] : "";
        var (id, messageId) = (DeadLetter.IdOf(tenant, queue, message.BasicProperties.MessageId, message.Body.Span), message.BasicProperties.MessageId);

        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<OrderGuardDb>();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await db.DeadLetters.SingleOrDefaultAsync(x => x.Id == id, ct) is { } known) known.Again(reason ?? DeadLetterReasons.Rejected, detail, clock.GetUtcNow());
                else db.DeadLetters.Add(DeadLetter.Of(tenant, queue, source, reason ?? DeadLetterReasons.Rejected, detail, messageId, message.Body.Span, clock.GetUtcNow()));
                await db.SaveChangesAsync(ct);
                return;
            }
            catch (DbUpdateException e) when (attempt < MostAttempts && (e is DbUpdateConcurrencyException || db.IsUniqueViolation(e)))
            {
                // It is just being noted that it was put back, or another node keeps the same: what is read meanwhile need not be given back for that, and counted once more.
                db.Forget();
            }
        }
    }

    private static string? Text(IDictionary<string, object?>? headers, string name) => headers is not null && headers.TryGetValue(name, out var value) ? value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        string text => text,
        _ => null,
    } : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A dead letter of company {Code} could not be stored yet")]
    private partial void LogFailed(Exception exception, string code);
}
