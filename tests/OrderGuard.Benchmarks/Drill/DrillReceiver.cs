using System.Globalization;
using System.Text.Json;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>A system's own copy of the orders, kept by what it is told; it fails now and then, and sometimes after it has taken what it was told.</summary>
internal sealed class DrillReceiver(string name, DrillPlan plan, int port, Action<int, int> told)
{
    private const double FlakyShare = 0.005, SwallowedShare = 0.005;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _keys = [];
    private readonly HashSet<string> _failed = [];
    private readonly Dictionary<string, (int Step, int Status)> _copy = [];
    private ReceivingServer? _server;

    public int Calls { get; private set; }
    public int Repeats { get; private set; }
    public int Twice { get; private set; }
    public int OutOfOrder { get; private set; }
    public int Refused { get; private set; }

    public Dictionary<string, int> Copy()
    {
        lock (_lock) return _copy.ToDictionary(x => x.Key, x => x.Value.Status);
    }

    public async Task BeAsync(bool up)
    {
        if (up == _server is not null) return;
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
        else _server = new ReceivingServer(Answer, port) { Keeps = false };
    }

    private ReceiverAnswer Answer(ReceivedRequest request)
    {
        var key = request.Headers["Idempotency-Key"];
        using var json = JsonDocument.Parse(request.Body);
        var (orderNo, status, step) = (json.RootElement.GetProperty("orderNo").GetString()!, json.RootElement.GetProperty("status").GetInt32(), json.RootElement.GetProperty("step").GetInt32());
        var order = DrillPlan.OrderOf(orderNo);
        lock (_lock)
        {
            Calls++;
            if (_keys.Contains(key))
            {
                Repeats++;
                return new ReceiverAnswer(200);
            }
            if (name == DrillPlan.Erp && status == 50 && plan.LieOf(order) is DrillLie.ErpRefuses)
            {
                Refused++;
                return new ReceiverAnswer(422, """{"error":"the month is closed"}""");
            }
            var mood = plan.Chance(order, 1_000 + status + name.Length + name[0]);
            if (mood < FlakyShare && _failed.Add(key)) return new ReceiverAnswer(500);
            _keys.Add(key);
            var last = _copy.GetValueOrDefault(orderNo);
            if (step == last.Step) Twice++;
            else if (step < last.Step) OutOfOrder++;
            else _copy[orderNo] = (step, status);
            told(order, status);
            // Taken, and yet the answer is lost on its way.
            return new ReceiverAnswer(mood is >= FlakyShare and < FlakyShare + SwallowedShare ? 500 : 200);
        }
    }

    public static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/status");
}
