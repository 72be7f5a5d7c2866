namespace OrderGuard.Web.Configuration;

internal static class ConfigurationRegistration
{
    public static void AddConfigurationPages(this IServiceCollection services) => services.AddScoped<DraftEditing>().AddScoped<Risk.Rules.SampleDesk>().AddScoped<Risk.Learning.LearningDesk>();
}
