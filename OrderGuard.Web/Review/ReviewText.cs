namespace OrderGuard.Web.Review;

/// <summary>The words of the review pages.</summary>
public sealed class ReviewText;
