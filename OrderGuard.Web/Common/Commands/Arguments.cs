namespace OrderGuard.Web.Common.Commands;

/// <summary>What followed a command's name: options and the rest.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Rest { get; private init; } = [];

    public string? this[string option] => _options.GetValueOrDefault(option);

    public bool Has(string option) => _options.ContainsKey(option);

    /// <summary>Reads <c>--name value</c>, <c>--name=value</c> and switches; what is not known is a problem.</summary>
    public static (Arguments? Arguments, string? Problem) Parse(IReadOnlyList<string> args, IReadOnlyCollection<OptionSpec> specs)
    {
        var rest = new List<string>();
        var parsed = new Arguments { Rest = rest };
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (arg == "--")
            {
                rest.AddRange(args.Skip(i + 1));
                break;
            }
            if (arg.Length < 2 || arg[0] != '-')
            {
                rest.Add(arg);
                continue;
            }
            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arg : arg[..equals];
            if (specs.FirstOrDefault(x => x.Name == name) is not { } spec) return (null, $"There is no option {name}.");
            if (parsed._options.ContainsKey(name)) return (null, $"The option {name} stands twice.");
            if (spec.IsSwitch && equals >= 0) return (null, $"The option {name} takes no value.");
            if (spec.IsSwitch) parsed._options[name] = "";
            else if (equals >= 0) parsed._options[name] = arg[(equals + 1)..];
            else if (i + 1 < args.Count) parsed._options[name] = args[++i];
            else return (null, $"The option {name} needs a value.");
        }
        return specs.FirstOrDefault(x => x.Required && !parsed.Has(x.Name)) is { } missing ? (null, $"The option {missing.Name} is missing.") : (parsed, null);
    }

    /// <summary>Finds a file as the person who typed the name sees it: <c>dotnet run</c> changes the folder, the shell's own stays in PWD.</summary>
    public static string PathOf(string typed)
    {
        if (Path.IsPathRooted(typed) || File.Exists(typed)) return Path.GetFullPath(typed);
        return Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } shell && File.Exists(Path.Combine(shell, typed)) ? Path.Combine(shell, typed) : Path.GetFullPath(typed);
    }
}
