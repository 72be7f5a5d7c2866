namespace OrderGuard.Domain.Configuration;

/// <summary>A part of the configuration document that is given, or kept, as a whole; in JSON its name in camelCase.</summary>
public enum ConfigurationSection
{
    Statuses,
    Categories,
    Sources,
    Timeouts,
    ImportProfiles,
    Risk,
    FulfilmentRisk,
    Alerts,
    Retention,
    Calendars,
    Maintenance,
    Clock,
    Escalations,
    Duties,
    Rotations,
    Actions,
    Channels,
    Notifications,
    Targets,
    Gateway,
    Truth,
    GoLive,
    RiskRules,
}
