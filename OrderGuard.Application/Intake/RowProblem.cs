using System.Globalization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Intake;

/// <summary>Why a row was rejected: a code to translate, the column and the value where they say more.</summary>
public sealed record RowProblem(string Code, string? Column = null, string? Value = null)
{
    private const int ShownMaxLength = 60;

    public static RowProblem NoOrderNo(string column) => new("no-order-no", column);

    public static RowProblem OrderNoTooLong(string column, string value) => new("order-no-too-long", column, value.Brief(ShownMaxLength));

    public static RowProblem UnreadableTime(string column, string value) => new("unreadable-time", column, value.Brief(ShownMaxLength));

    public static RowProblem ImpossibleTime(string column, string value) => new("impossible-time", column, value.Brief(ShownMaxLength));

    public static RowProblem BadNumber(string column, string value) => new("bad-number", column, value.Brief(ShownMaxLength));

    public static RowProblem TooLong(string column, string value) => new("too-long", column, value.Brief(ShownMaxLength));

    public static RowProblem BadCurrency(string column, string value) => new("bad-currency", column, value.Brief(ShownMaxLength));

    public static readonly RowProblem NoStage = new("no-stage");

    public static readonly RowProblem OpenQuote = new("open-quote");

    public static readonly RowProblem TooMuch = new("row-too-long");

    /// <summary>An answer of the order book that this row's event is not well formed.</summary>
    public static RowProblem Refused(string? detail) => new("refused", null, detail);

    public override string ToString() => Code switch
    {
        "no-order-no" => Say("The column {0} holds no order number."),
        "order-no-too-long" => Say("The order number in {0} is too long: {1}"),
        "unreadable-time" => Say("The column {0} holds no readable time: {1}"),
        "impossible-time" => Say("The time in {0} cannot be: {1}"),
        "bad-number" => Say("The column {0} holds no number: {1}"),
        "too-long" => Say("The value in {0} is too long: {1}"),
        "bad-currency" => Say("The column {0} holds no currency code of three letters: {1}"),
        "no-stage" => "No stage of the order has a time.",
        "open-quote" => "A quote is opened and not closed.",
        "row-too-long" => "The row is longer than any order.",
        _ => Value ?? Code,
    };

    private string Say(string format) => string.Format(CultureInfo.InvariantCulture, format, Column, Value);
}
