namespace OrderGuard.Web.Intake;

public static class ImportPagesRegistration
{
    public static IServiceCollection AddImportPages(this IServiceCollection services) => services.AddScoped<ProfilePublishing>();
}
