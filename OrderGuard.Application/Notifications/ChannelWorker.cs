using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>Sends a channel's messages one after the other: takes them, calls, and writes down the answer, each step in a scope of its own.</summary>
/// <remarks>What was taken by a node that died counts as waiting again after a minute: a message may come twice, but none is lost.</remarks>
internal sealed class ChannelWorker(SystemScopes scopes)
{
    private const int LostRacesAllowed = 5;

    /// <summary>How long one run may take, by the clock of the network; well within the lease of its work item.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Sends what it may and answers when to come again; null: nothing waits.</summary>
    public async Task<DateTimeOffset?> RunAsync(TenantId tenant, string channel, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var taken = await RacingAsync(tenant, x => x.TakeAsync(channel, ct));
            if (taken.Message is { } message)
            {
                var outcome = await SendAsync(tenant, message, ct);
                await RacingAsync(tenant, x => x.SettleAsync(channel, message, outcome, ct));
            }
            else if (!taken.Again) return taken.Next;
            if (Stopwatch.GetElapsedTime(began) > Longest)
            {
                await using var scope = scopes.Open(tenant);
                return scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
            }
        }
    }

    /// <summary>Sends a message; what would give away a secret or a person's number is taken out of the answer.</summary>
    public async Task<SendOutcome> SendAsync(TenantId tenant, ChannelMessage message, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var sender = scope.ServiceProvider.GetServices<IChannelSender>().First(x => x.Kind == message.Channel.Kind);
        var outcome = await sender.SendAsync(message, ct);
        var answer = message.Secrets.Values.Where(x => x.Length > 0).Aggregate(outcome.Answer, (text, secret) => text
            .Replace(secret, "•••", StringComparison.Ordinal).Replace(Uri.EscapeDataString(secret), "•••", StringComparison.OrdinalIgnoreCase));
        foreach (var person in message.People.Where(x => x.Mobile is not null))
            answer = answer.Replace(person.Mobile!, person.MaskedMobile, StringComparison.Ordinal);
        return outcome with { Answer = answer.Cut(Delivery.AnswerMaxLength) };
    }

    private async Task<T> RacingAsync<T>(TenantId tenant, Func<ChannelDesk, Task<T>> work)
    {
        for (var lost = 0; ; lost++)
        {
            await using var scope = scopes.Open(tenant);
            try
            {
                return await work(scope.ServiceProvider.GetRequiredService<ChannelDesk>());
            }
            catch (DbUpdateException e) when (lost < LostRacesAllowed
                && (e is DbUpdateConcurrencyException || scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().IsUniqueViolation(e)))
            {
                // Another node was faster: look again.
            }
        }
    }
}

/// <summary>A message to send, or when to look again; <paramref name="Again"/>: at once.</summary>
internal sealed record Taken(ChannelMessage? Message, DateTimeOffset? Next, bool Again = false);
