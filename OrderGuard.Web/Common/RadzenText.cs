using System.Globalization;
using System.Resources;
using Radzen;

namespace OrderGuard.Web.Common;

/// <summary>The words inside the component library's own widgets; keys are the library's.</summary>
public sealed class RadzenText;

internal sealed class RadzenTextLocalizer : ILocalizer
{
    private static readonly ResourceManager Texts = new(typeof(RadzenText).FullName!, typeof(RadzenText).Assembly);

    /// <remarks>A word that we do not have is answered with null, and the library falls back to its own.</remarks>
    public string? Get(string key, CultureInfo culture) => Texts.GetString(key, culture);
}
