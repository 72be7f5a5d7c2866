using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace OrderGuard.Testing.SqlServer;

/// <summary>Reads made-up rows: whatever type is asked for, a value of it.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is a reader; that readers are enumerable is an accident of ADO.NET")]
internal sealed class PlausibleReader(IReadOnlyList<PlausibleResult> results) : DbDataReader
{
    // EF Core numbers the rows of a MERGE in a column of this name and finds the entity by it.
    private const string PositionColumn = "_Position";

    private int _result;
    private int _row = -1;
    private bool _closed;

    private PlausibleResult Current => _result < results.Count ? results[_result] : new PlausibleResult([], 0);

    public override int Depth => 0;

    public override int FieldCount => Math.Max(1, Current.Columns.Count);

    public override bool HasRows => Current.Rows > 0;

    public override bool IsClosed => _closed;

    public override int RecordsAffected => 1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read() => ++_row < Current.Rows;

    public override bool NextResult()
    {
        _row = -1;
        return ++_result < results.Count;
    }

    public override void Close() => _closed = true;

    public override bool GetBoolean(int ordinal) => false;

    public override byte GetByte(int ordinal) => (byte)Number(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => 0;

    public override char GetChar(int ordinal) => ' ';

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => 0;

    public override string GetDataTypeName(int ordinal) => "int";

    public override DateTime GetDateTime(int ordinal) => DateTime.UnixEpoch;

    public override decimal GetDecimal(int ordinal) => Number(ordinal);

    public override double GetDouble(int ordinal) => Number(ordinal);

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal) => typeof(int);

    public override float GetFloat(int ordinal) => Number(ordinal);

    public override Guid GetGuid(int ordinal) => Guid.Empty;

    public override short GetInt16(int ordinal) => (short)Number(ordinal);

    public override int GetInt32(int ordinal) => Number(ordinal);

    public override long GetInt64(int ordinal) => Number(ordinal);

    public override string GetString(int ordinal) => "";

    public override string GetName(int ordinal) => Current.Columns.Count > ordinal ? Current.Columns[ordinal] : "";

    public override int GetOrdinal(string name) => Current.Columns.ToList().IndexOf(name);

    public override object GetValue(int ordinal) => Number(ordinal);

    public override int GetValues(object[] values)
    {
        values[0] = GetValue(0);
        return 1;
    }

    public override bool IsDBNull(int ordinal) => false;

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override T GetFieldValue<T>(int ordinal) =>
        typeof(T) == typeof(byte[]) ? (T)(object)new byte[8]
        : typeof(T) == typeof(DateTimeOffset) ? (T)(object)DateTimeOffset.UnixEpoch
        : typeof(T) == typeof(int) || typeof(T) == typeof(long) ? (T)Convert.ChangeType(Number(ordinal), typeof(T), null)
        : base.GetFieldValue<T>(ordinal);

    // One, so that "rows affected" is what was hoped for; an aggregate over nothing reads as one too, which harms nobody here.
    private int Number(int ordinal) => GetName(ordinal) == PositionColumn ? _row : 1;
}
