namespace Microsoft.SqlServer.Server;

/// <summary>How a user-defined type is serialised; SqlClient loads the name, OrderGuard never uses one.</summary>
public enum Format
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The server's own layout.</summary>
    Native = 1,

    /// <summary>The type's own layout.</summary>
    UserDefined = 2,
}

/// <summary>A type that writes itself for SQL Server.</summary>
public interface IBinarySerialize
{
    /// <summary>Reads the value.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes the value.</summary>
    void Write(BinaryWriter w);
}

/// <summary>Marks a user-defined type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>How the type is serialised.</summary>
    public Format Format { get; } = format;

    /// <summary>Bytes at most.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>Whether all values have one length.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Whether the bytes sort as the values do.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>The method that validates a value.</summary>
    public string? ValidationMethodName { get; set; }

    /// <summary>The server's name of the type.</summary>
    public string? Name { get; set; }
}

/// <summary>Thrown by SqlClient when a user-defined type is not valid.</summary>
public sealed class InvalidUdtException : SystemException
{
    /// <summary>Without a message.</summary>
    public InvalidUdtException() { }

    /// <summary>With a message.</summary>
    public InvalidUdtException(string message) : base(message) { }

    /// <summary>With a message and its cause.</summary>
    public InvalidUdtException(string message, Exception innerException) : base(message, innerException) { }
}
