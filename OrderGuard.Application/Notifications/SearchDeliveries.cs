using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>The messages that match, newest first, a page of them.</summary>
[Requires(Permission.ViewAlerts)]
public sealed record SearchDeliveries(DeliveryFilter Filter, int Skip = 0, int Take = 50);

/// <summary>Which messages are meant: what is left out does not matter.</summary>
public sealed record DeliveryFilter
{
    public const int TextMaxLength = 200;

    /// <summary>Part of the title, or an order number.</summary>
    public string? Text { get; init; }
    public string? Channel { get; init; }
    public DeliveryState? State { get; init; }
    public string? Event { get; init; }
}

public sealed record FoundDeliveries(IReadOnlyList<DeliveryRow> Rows, int Count);

/// <summary>A message as the log shows it.</summary>
public sealed record DeliveryRow(
    DeliveryId Id, string Key, string Channel, string Event, AlertSeverity Severity, int Level, string? OrderNo, string Title, DateTimeOffset CreatedAt, DateTimeOffset DueAt,
    bool Deferred, DeliveryState State, int Attempt, Guid? MessageId, DateTimeOffset? AnsweredAt, int? AnswerStatus, string? Answer, string? FellBackTo, string? FellBackFrom)
{
    public static DeliveryRow Of(Delivery x) => new(
        x.Id, x.Key, x.Channel, x.Event, x.Severity, x.Level, x.OrderNo, x.Title, x.CreatedAt, x.DueAt, x.Deferred, x.State, x.Attempt, x.MessageId,
        x.AnsweredAt, x.AnswerStatus, x.Answer, x.FellBackTo, x.FellBackFrom);
}

public sealed class SearchDeliveriesValidator : AbstractValidator<SearchDeliveries>
{
    public SearchDeliveriesValidator()
    {
        RuleFor(x => x.Skip).GreaterThanOrEqualTo(0);
        RuleFor(x => x.Take).InclusiveBetween(1, 200);
        RuleFor(x => x.Filter.State).IsInEnum();
        RuleFor(x => x.Filter.Text).MaximumLength(DeliveryFilter.TextMaxLength);
    }
}

internal sealed class SearchDeliveriesHandler(IOrderGuardDb db) : IHandler<SearchDeliveries, FoundDeliveries>
{
    public async Task<Result<FoundDeliveries>> HandleAsync(SearchDeliveries request, CancellationToken ct)
    {
        var (filter, found) = (request.Filter, db.Deliveries.AsNoTracking());
        if (!string.IsNullOrWhiteSpace(filter.Channel)) found = found.Where(x => x.Channel == filter.Channel);
        if (!string.IsNullOrWhiteSpace(filter.Event)) found = found.Where(x => x.Event == filter.Event);
        if (filter.State is { } state) found = found.Where(x => x.State == state);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
#pragma warning disable CA1304, CA1311, CA1862 // Translated to the database's LOWER.
            var text = filter.Text.Trim().ToLower();
            found = found.Where(x => x.Title.ToLower().Contains(text) || x.OrderNo!.ToLower() == text);
#pragma warning restore CA1304, CA1311, CA1862
        }
        var count = await found.CountAsync(ct);
        var rows = await found.OrderByDescending(x => x.CreatedAt).ThenByDescending(x => x.Id).Skip(request.Skip).Take(request.Take).ToListAsync(ct);
        return new FoundDeliveries([.. rows.Select(DeliveryRow.Of)], count);
    }
}
