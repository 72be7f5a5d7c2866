using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Orders;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>The fields by which orders are sought; nothing happens before the viewer says so.</summary>
public partial class OrderFilterForm(IStringLocalizer<OrdersText> texts, IStringLocalizer<CommonText> common) : ComponentBase
{
    private static readonly int[] AgesInMinutes = [15, 30, 60, 120, 240, 480, 1440, 2880, 4320, 10080];
    private static readonly int[] RisksInPercent = [5, 10, 20, 30, 50, 70];

    private string? _number, _phone, _customer, _category, _source, _channel, _warehouse;
    private IEnumerable<int> _statuses = [];
    private int? _waiting, _risk;
    private DateTime? _from, _until;
    private bool _onTheirWay, _held, _alerts;
    private bool Open => !Filter.IsEmpty;

    private IReadOnlyList<Choice<int>> _statusChoices = [];
    private IReadOnlyList<Choice<string>> _categories = [], _sources = [];
    private IReadOnlyList<Choice<int?>> _ages = [], _risks = [];

    [Parameter, EditorRequired] public OrderFilter Filter { get; set; } = new();

    [Parameter] public OrderChoices? Choices { get; set; }

    /// <summary>The viewer's zone, in which days begin and end.</summary>
    [Parameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Parameter] public EventCallback<OrderFilter> OnApply { get; set; }

    protected override void OnInitialized()
    {
        (_number, _phone, _customer, _category, _source, _channel, _warehouse) =
            (Filter.Number, Filter.Phone, Filter.Customer, Filter.Category, Filter.Source, Filter.Channel, Filter.Warehouse);
        _statuses = Filter.Statuses;
        _waiting = Filter.WaitingLongerThan is { } age ? (int)age.TotalMinutes : null;
        _risk = Filter.RiskFrom is { } risk ? (int)Math.Round(risk * 100) : null;
        _from = Filter.PlacedFrom is { } from ? TimeZoneInfo.ConvertTime(from, Zone).Date : null;
        _until = Filter.PlacedBefore is { } before ? TimeZoneInfo.ConvertTime(before, Zone).AddTicks(-1).Date : null;
        (_onTheirWay, _held, _alerts) = (Filter.Unfinished == true, Filter.Held == true, Filter.OpenAlerts == true);
        _ages = [.. AgesInMinutes.Union(_waiting is { } own ? [own] : []).Order().Select(x => new Choice<int?>(x, texts["LongerThan", common.ForDuration(TimeSpan.FromMinutes(x))]))];
        _risks = [.. RisksInPercent.Union(_risk is { } given ? [given] : []).Order().Select(x => new Choice<int?>(x, texts["AtLeast", (x / 100.0).ToString("P0", CultureInfo.CurrentCulture)]))];
    }

    protected override void OnParametersSet()
    {
        if (Choices is null || _statusChoices.Count > 0) return;
        _statusChoices = [.. Choices.Statuses.Select(x => new Choice<int>(x.Code, $"{x.Code} {x.Label.Or(x.Name)}"))];
        _categories = [.. Choices.Categories.Select(x => new Choice<string>(x.Code, x.Label.Or(x.Code)))];
        _sources = [.. Choices.Sources.Select(x => new Choice<string>(x.Code, x.Label.Or(x.Code)))];
    }

    private Task ApplyAsync() => OnApply.InvokeAsync(new OrderFilter
    {
        Number = _number, Phone = _phone, Customer = _customer, Statuses = [.. _statuses ?? []], Category = _category, Source = _source, Channel = _channel,
        Warehouse = _warehouse, WaitingLongerThan = _waiting is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
        Unfinished = _onTheirWay ? true : null, Held = _held ? true : null, OpenAlerts = _alerts ? true : null, RiskFrom = _risk / 100.0,
        PlacedFrom = StartOf(_from), PlacedBefore = StartOf(_until?.AddDays(1)),
    });

    private DateTimeOffset? StartOf(DateTime? day)
    {
        if (day is not { } date) return null;
        var local = DateTime.SpecifyKind(date.Date, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>One entry of a drop-down list.</summary>
public sealed record Choice<T>(T Value, string Text);
