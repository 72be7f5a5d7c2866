namespace OrderGuard.Domain.Configuration;

/// <summary>How much fits into a configuration document, and how its names look.</summary>
public static class ConfigurationLimits
{
    public const int DocumentBytes = 1024 * 1024;
    public const int CodeLength = 60;
    public const int CategoryLength = Orders.Order.ShortTextMaxLength;
    public const int StatusNameLength = 40;
    public const int LabelLength = 120;
    public const int WordLength = Orders.Order.WordMaxLength;
    public const int ColumnLength = 200;
    public const int FormatLength = 60;
    public const int LeastStatus = 1;
    public const int MostStatus = 9999;
    public const int Statuses = 200;
    public const int Categories = 1000;
    public const int Sources = 100;
    public const int Words = 5000;
    public const int Timeouts = 200;
    public const int StatusRules = 500;
    public const int Conditions = 5;
    public const int PathLength = StatusSync.JsonPath.MaxLength;
    public const int PatternLength = 200;
    public const int ValueLength = 200;
    public const int ImportProfiles = 100;
    public const int Columns = 500;
    public const int Escalations = 50;
    public const int Levels = 10;
    public const int Duties = 500;
    public const int Attributes = 10;
    public const int Rotations = 100;
    public const int RotationPeople = 100;
    public const int UrlLength = 400;
    public const int MostActions = 100_000;
    public const int AddressLength = 1000;
    public const int BodyLength = 4000;

    /// <summary>What the protocol of brokers (AMQP 0-9-1) has room for.</summary>
    public const int RoutingKeyLength = 255;
    public const int MostAuditDays = 36_500;
    public const int MostRequestDays = 3_650;
    public const int Calendars = 100;
    public const int CalendarDays = 2_000;
    public const int OpeningHours = 24;
    public const int Maintenance = 500;
    public const int Overrides = 500;
    public const int Channels = 100;
    public const int Targets = 100;
    public const int RiskRules = 200;
    public const int RiskConditions = 50;
    public const int RiskGroupDepth = 3;
    public const int ReasonLength = 500;
    public static readonly TimeSpan LongestMaintenance = TimeSpan.FromDays(90);
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(365);
    public static readonly TimeSpan LongestAcknowledgement = TimeSpan.FromDays(30);

    /// <summary>Whether the text can name a source, a rule or a profile.</summary>
    public static bool IsCode(string text) =>
        text.Length is > 0 and <= CodeLength && char.IsAsciiLetterOrDigit(text[0]) && text.All(x => char.IsAsciiLetterOrDigit(x) || x is '.' or '-' or '_');

    public static bool IsStatusName(string text) =>
        text.Length is > 0 and <= StatusNameLength && char.IsAsciiLetterUpper(text[0]) && text.All(x => char.IsAsciiLetterUpper(x) || char.IsAsciiDigit(x) || x is '_');

    /// <summary>Whether the text is free of what no screen, log or database shows: control characters and spaces at its ends.</summary>
    public static bool IsClean(string text) => !text.Any(char.IsControl) && text.AsSpan().Trim().Length == text.Length;
}
