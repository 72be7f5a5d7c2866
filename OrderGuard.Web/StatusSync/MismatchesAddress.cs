using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Web.StatusSync;

/// <summary>What the page of mismatches shows, as it stands in its address, so that a link shows the same.</summary>
public sealed record MismatchesAddress
{
    public const string Page = "/sync/mismatches";
    public const string Download = "/downloads/mismatches.csv";
    public const int PageSize = 50;
    private const int TextMaxLength = 100;

    public MismatchFilter Filter { get; init; } = new();
    public int PageNumber { get; init; } = 1;

    public static MismatchesAddress Read(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } uri ? uri.Query : address);
        string? One(string key) => query.TryGetValue(key, out var values) && values is [{ Length: > 0 and <= TextMaxLength } value, ..] ? value : null;
        return new MismatchesAddress
        {
            Filter = new MismatchFilter
            {
                Source = One("source"), Text = One("text"), Settled = One("settled") is not null,
                Cause = One("cause") is [>= 'a' and <= 'z', ..] word && Enum.TryParse<MismatchCause>(word, ignoreCase: true, out var cause) ? cause : null,
            },
            PageNumber = int.TryParse(One("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 100_000 ? page : 1,
        };
    }

    public string Address => Of(Page, PageNumber);

    public string Export => Of(Download, 1);

    public MismatchesAddress With(Func<MismatchFilter, MismatchFilter> edit) => new() { Filter = edit(Filter) };

    private string Of(string page, int number) => QueryHelpers.AddQueryString(page, new Dictionary<string, string?>
    {
        ["source"] = Filter.Source, ["cause"] = Filter.Cause is { } cause ? char.ToLowerInvariant(cause.ToString()[0]) + cause.ToString()[1..] : null, ["text"] = Filter.Text,
        ["settled"] = Filter.Settled ? "1" : null, ["page"] = number == 1 ? null : number.ToString(CultureInfo.InvariantCulture),
    }.Where(x => !string.IsNullOrEmpty(x.Value)));
}
