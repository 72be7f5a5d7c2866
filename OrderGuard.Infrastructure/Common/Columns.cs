using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OrderGuard.Domain.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Instants as UTC ticks: they sort and compare the same in every database, and lose nothing.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(x => x.UtcTicks, x => new DateTimeOffset(x, TimeSpan.Zero));

/// <summary>Decimals as whole ten-thousandths: they sort, compare and add up the same in every database.</summary>
/// <remarks>Holds ±922 trillion with four places; more places are rounded half to even.</remarks>
internal sealed class DecimalConverter() : ValueConverter<decimal, long>(x => (long)decimal.Round(x * 10_000m), x => x / 10_000m);

internal sealed class IdentifierConverter<T>() : ValueConverter<T, Guid>(x => x.Value, x => Make(x)) where T : struct, IIdentifier<T>
{
    private static T Make(Guid value) => T.From(value);
}

/// <summary>GUIDs as their sixteen bytes in the order in which they are written, so that those made one after the other lie side by side.</summary>
internal sealed class GuidBytesConverter() : ValueConverter<Guid, byte[]>(x => x.ToByteArray(true), x => new Guid(x, true));

internal sealed class IdentifierBytesConverter<T>() : ValueConverter<T, byte[]>(x => x.Value.ToByteArray(true), x => Make(x)) where T : struct, IIdentifier<T>
{
    private static T Make(byte[] value) => T.From(new Guid(value, true));
}

/// <summary>Immutable values in one JSON column: replaced as a whole, so that a reference tells a change.</summary>
internal static class JsonColumns
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property) where T : class?
    {
        property.HasConversion(new ValueConverter<T, string>(x => JsonSerializer.Serialize(x, Options), x => JsonSerializer.Deserialize<T>(x, Options)!), ByReference<T>());
        return property;
    }

    /// <summary>The same, compressed: for what is long and written for every order, but read only when somebody looks at one.</summary>
    public static PropertyBuilder<T> HasPackedJson<T>(this PropertyBuilder<T> property) where T : class
    {
        property.HasConversion(new ValueConverter<T, byte[]>(x => Pack(x), x => Unpack<T>(x)), ByReference<T>());
        return property;
    }

    private static ValueComparer<T> ByReference<T>() where T : class? =>
        new((a, b) => ReferenceEquals(a, b), x => x == null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(x), x => x);

    private static byte[] Pack<T>(T value)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, Options);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        if (!BrotliEncoder.TryCompress(plain, packed, out var written, quality: 1, window: 16)) throw new InvalidOperationException("A value could not be compressed.");
        return packed[..written];
    }

    private static T Unpack<T>(byte[] packed)
    {
        using var plain = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(plain, Options)!;
    }
}
