namespace OrderGuard.Application.Integrations;

/// <summary>The promise of what each kind of event holds: JSON schemas by type, written by hand, so that no change of code changes them.</summary>
public static class EventSchemas
{
    public static string Json { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(EventSchemas).Assembly.GetManifestResourceStream("OrderGuard.Application.EventSchemas.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
