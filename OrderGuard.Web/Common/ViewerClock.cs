using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrderGuard.Web.Common;

/// <summary>The clock on the viewer's wall: the application's time in the viewer's zone, and one tick a second.</summary>
public sealed class ViewerClock(TimeProvider clock, IStringLocalizer<CommonText> texts) : IDisposable
{
    private readonly Lock _lock = new();
    private Action? _ticked;
    private ITimer? _timer;

    /// <summary>Raised when the viewer's zone became known.</summary>
    public event Action? ZoneChanged;

    /// <summary>Raised once a second, from any thread, while somebody listens.</summary>
    public event Action Ticked
    {
        add
        {
            lock (_lock)
            {
                _ticked += value;
                _timer ??= clock.CreateTimer(_ => _ticked?.Invoke(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            }
        }
        remove
        {
            lock (_lock)
            {
                _ticked -= value;
                if (_ticked is not null) return;
                _timer?.Dispose();
                _timer = null;
            }
        }
    }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Takes an IANA zone name from the browser; one that this machine does not know is ignored.</summary>
    public void Use(string? zoneName)
    {
        if (string.IsNullOrWhiteSpace(zoneName) || zoneName == Zone.Id) return;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var zone)) return;
        Zone = zone;
        ZoneChanged?.Invoke();
    }

    public DateTimeOffset ToViewer(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>Day and minute in the viewer's zone and language.</summary>
    public string Brief(DateTimeOffset instant) =>
        ToViewer(instant).ToString(texts["Instant.Short"], CultureInfo.CurrentCulture);

    /// <summary>To the second, with the zone: the exact form that hovering shows.</summary>
    public string Exact(DateTimeOffset instant)
    {
        var local = ToViewer(instant);
        return texts["Instant.Exact", local.ToString(texts["Instant.Long"], CultureInfo.CurrentCulture), Zone.Id,
            local.ToString("zzz", CultureInfo.InvariantCulture)];
    }

    public void Dispose() => _timer?.Dispose();
}
