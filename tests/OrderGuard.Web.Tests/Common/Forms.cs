using System.Net;
using System.Text.RegularExpressions;

namespace OrderGuard.Web.Tests.Common;

/// <summary>Fills forms as a browser without scripts does.</summary>
internal static partial class Forms
{
    /// <summary>Sends the page's form with its hidden fields, to itself or to another address.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        var hidden = Hidden().Matches(await browser.GetStringAsync(page)).Select(x => (Name: x.Groups["name"].Value, Value: WebUtility.HtmlDecode(x.Groups["value"].Value))).DistinctBy(x => x.Name);
        return await browser.PostAsync(action, new FormUrlEncodedContent(hidden.Concat(fields).Select(x => KeyValuePair.Create(x.Name, x.Value))));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
