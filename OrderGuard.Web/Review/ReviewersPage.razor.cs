using System.Globalization;
using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Review;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Review;

/// <summary>How reviewing goes, for the team and its people.</summary>
public partial class ReviewersPage(IUseCase<GetReviewerStatistics, ReviewerStatistics> get) : ComponentBase
{
    private ReviewerStatistics? _found;
    private Refusal? _refusal;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetReviewerStatistics());
        (_found, _refusal) = (found.Value, found.Refusal);
    }

    private static string Minutes(double? minutes) => minutes?.ToString("0.#", CultureInfo.CurrentCulture) ?? "—";
}
