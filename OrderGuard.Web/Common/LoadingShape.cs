namespace OrderGuard.Web.Common;

/// <summary>What <see cref="LoadingView"/> sketches.</summary>
public enum LoadingShape { Rows, Figures, Form }
