using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Samples;

/// <summary>The orders of a sample set as they are stored: JSON, compressed.</summary>
internal static class SampleContent
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static byte[] Write(IReadOnlyList<RiskSample> samples)
    {
        using var buffer = new MemoryStream();
        using (var compressed = new BrotliStream(buffer, CompressionLevel.Fastest)) JsonSerializer.Serialize(compressed, samples, Options);
        return buffer.ToArray();
    }

    public static List<RiskSample> Read(byte[] content)
    {
        using var compressed = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<List<RiskSample>>(compressed, Options)!;
    }
}
