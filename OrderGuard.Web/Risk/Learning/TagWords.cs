using OrderGuard.Domain.Risk.Features;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Risk.Learning;

/// <summary>What a tag is called; a company's own one by its code.</summary>
internal static class TagWords
{
    public static string NameOf(string tag) => TagCatalogue.All.FirstOrDefault(x => x.Code == tag)?.Name.Say() ?? tag;
}
