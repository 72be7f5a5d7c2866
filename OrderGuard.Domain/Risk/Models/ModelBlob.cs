using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrderGuard.Domain.Risk.Models;

/// <summary>The envelope of a stored model: magic word, kind, version, body, SHA-256 of all before it.</summary>
internal static class ModelBlob
{
    private const int HeaderSize = 12;
    private static ReadOnlySpan<byte> Magic => "OGML"u8;

    public static byte[] Seal(string kind, int version, Action<BinaryWriter> body)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Kind(kind));
        writer.Write(version);
        body(writer);
        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <summary>Hands the body to <paramref name="read"/> once the envelope proved whole; whatever is wrong with the blob is an <see cref="InvalidDataException"/> that says what.</summary>
    public static T Open<T>(ReadOnlySpan<byte> blob, string kind, int newest, Func<BinaryReader, T> read)
    {
        if (blob.Length < HeaderSize + SHA256.HashSizeInBytes || !blob[..4].SequenceEqual(Magic)) throw Damaged("this is not a stored model");
        if (!blob.Slice(4, 4).SequenceEqual(Kind(kind))) throw Damaged($"it is a model of kind '{Encoding.ASCII.GetString(blob.Slice(4, 4))}', not '{kind}'");
        var version = BinaryPrimitives.ReadInt32LittleEndian(blob.Slice(8, 4));
        if (version < 1 || version > newest) throw Damaged($"its format has version {version}, this program reads 1 to {newest}");
        var end = blob.Length - SHA256.HashSizeInBytes;
        if (!SHA256.HashData(blob[..end]).AsSpan().SequenceEqual(blob[end..])) throw Damaged("its checksum does not fit: it was cut or changed");

        using var reader = new BinaryReader(new MemoryStream(blob[HeaderSize..end].ToArray()), Encoding.UTF8);
        try
        {
            var model = read(reader);
            return reader.BaseStream.Position == reader.BaseStream.Length ? model : throw Damaged("something follows after its end");
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw Damaged("its content is inconsistent", error);
        }
    }

    public static InvalidDataException Damaged(string what, Exception? inner = null) => new($"The stored model cannot be read: {what}.", inner);

    private static byte[] Kind(string kind) => Encoding.ASCII.GetBytes(kind.PadRight(4)[..4]);
}
