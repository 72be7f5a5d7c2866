using Microsoft.Extensions.Localization;

namespace OrderGuard.Web.Common;

/// <summary>Something that the search box of the top bar found.</summary>
/// <remarks>The title is what is shown first, a page's name or an order's number; the detail tells it from its
/// neighbours; both are already in the viewer's language.</remarks>
public sealed record SearchHit(string Title, string? Detail, string Href, string Icon, bool FullLoad = false);

/// <summary>Answers the search box; every registered one is asked and the answers stand below each other.</summary>
public interface IGlobalSearch
{
    /// <summary>Where its answers stand among the others', lowest first.</summary>
    int Order { get; }

    Task<IReadOnlyList<SearchHit>> FindAsync(string text, CancellationToken ct);
}

/// <summary>Finds pages by their name in the viewer's language, or by their English key.</summary>
internal sealed class PageSearch(PortalAccess access, IStringLocalizer<CommonText> texts) : IGlobalSearch
{
    private const int Most = 6;

    public int Order => 100;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, CancellationToken ct)
    {
        var wanted = text.Trim();
        if (wanted.Length == 0) return [];

        var groups = await access.GroupsAsync();
        return
        [
            .. (from @group in groups
                from page in @group.Pages
                let title = texts[page.TitleKey].Value
                let at = title.IndexOf(wanted, StringComparison.CurrentCultureIgnoreCase)
                where at >= 0 || page.Key.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
                orderby at < 0 ? int.MaxValue : at
                select new SearchHit(title, texts[@group.TitleKey], page.Href, page.Icon, page.FullLoad)).Take(Most),
        ];
    }
}
