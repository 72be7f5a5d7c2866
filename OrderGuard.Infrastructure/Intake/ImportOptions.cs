using System.ComponentModel.DataAnnotations;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>How uploaded files of orders are kept and run. Section <c>Imports</c>.</summary>
public sealed class ImportOptions
{
    /// <summary>Where uploads are kept until their import is over; relative to the content root.</summary>
    [Required]
    public string Folder { get; set; } = Path.Combine("data", "imports");

    /// <summary>Bytes of a file at the most.</summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>How long an upload stays after its import has ended.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A running import whose node has said nothing for so long is run again from the start.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TakeOverAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a node looks for imports that another node was asked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(5);
}
