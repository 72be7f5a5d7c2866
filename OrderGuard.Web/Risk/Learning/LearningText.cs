namespace OrderGuard.Web.Risk.Learning;

/// <summary>The words of the pages of models and trainings; the resource files beside it hold them.</summary>
public sealed class LearningText;
