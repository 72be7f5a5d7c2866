using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Tenancy;

internal static class TenancyRegistration
{
    public static void AddTenancy(this IServiceCollection services)
    {
        services.AddSingleton<SetupLink>();
        services.AddSingleton<SignedInPeople>();
        services.AddScoped<SessionStart>();
        services.AddScoped<SignInDenials>();
        services.AddScoped<Invitations>();
        services.AddScoped<PasswordResets>();
        services.AddScoped<MemberRules>();
        services.AddScoped<OwnAccount>();
        AddSigningIn(services);
        AddPeople(services);
        AddTenants(services);
        AddAccount(services);
    }

    private static void AddSigningIn(IServiceCollection services)
    {
        services.AddUseCase<SignIn, SignInAnswer, SignInHandler, SignInValidator>();
        services.AddUseCase<ConfirmSecondFactor, SignedInPerson, ConfirmSecondFactorHandler, ConfirmSecondFactorValidator>();
        services.AddUseCase<SignOut, Done, SignOutHandler>();
        services.AddUseCase<SwitchTenant, SignedInPerson, SwitchTenantHandler>();
        services.AddUseCase<CompleteSetup, Done, CompleteSetupHandler, CompleteSetupValidator>();
        services.AddUseCase<GetInvitation, InvitationOffer, GetInvitationHandler>();
        services.AddUseCase<AcceptInvitation, Done, AcceptInvitationHandler, AcceptInvitationValidator>();
        services.AddUseCase<GetPasswordReset, PasswordResetOffer, GetPasswordResetHandler>();
        services.AddUseCase<ResetPassword, Done, ResetPasswordHandler>();
    }

    private static void AddPeople(IServiceCollection services)
    {
        services.AddUseCase<ListPeople, PeopleFound, ListPeopleHandler, ListPeopleValidator>();
        services.AddUseCase<ListInvitations, IReadOnlyList<PendingInvitation>, ListInvitationsHandler>();
        services.AddUseCase<InvitePerson, HandedLink, InvitePersonHandler, InvitePersonValidator>();
        services.AddUseCase<RevokeInvitation, Done, RevokeInvitationHandler>();
        services.AddUseCase<ChangeRole, Done, ChangeRoleHandler, ChangeRoleValidator>();
        services.AddUseCase<RemovePerson, Done, RemovePersonHandler>();
        services.AddUseCase<LockPerson, Done, LockPersonHandler>();
        services.AddUseCase<UnlockPerson, Done, UnlockPersonHandler>();
        services.AddUseCase<IssueResetLink, HandedLink, IssueResetLinkHandler>();
    }

    private static void AddTenants(IServiceCollection services)
    {
        services.AddUseCase<ListTenants, IReadOnlyList<TenantRow>, ListTenantsHandler>();
        services.AddUseCase<FoundTenant, FoundedTenant, FoundTenantHandler, FoundTenantValidator>();
        services.AddUseCase<ChangeTenant, Done, ChangeTenantHandler, ChangeTenantValidator>();
        services.AddUseCase<SuspendTenant, Done, SuspendTenantHandler>();
        services.AddUseCase<ResumeTenant, Done, ResumeTenantHandler>();
        services.AddUseCase<InviteTenantAdmin, HandedLink, InviteTenantAdminHandler, InviteTenantAdminValidator>();
        services.AddUseCase<IssueAnyResetLink, HandedLink, IssueAnyResetLinkHandler, IssueAnyResetLinkValidator>();
    }

    private static void AddAccount(IServiceCollection services)
    {
        services.AddUseCase<GetProfile, Profile, GetProfileHandler>();
        services.AddUseCase<ChangeName, Done, ChangeNameHandler, ChangeNameValidator>();
        services.AddUseCase<ChangeMobile, Done, ChangeMobileHandler, ChangeMobileValidator>();
        services.AddUseCase<ChangePassword, Done, ChangePasswordHandler>();
        services.AddUseCase<BeginSecondFactor, SecondFactorKey, BeginSecondFactorHandler>();
        services.AddUseCase<EnableSecondFactor, IReadOnlyList<string>, EnableSecondFactorHandler, EnableSecondFactorValidator>();
        services.AddUseCase<RenewRecoveryCodes, IReadOnlyList<string>, RenewRecoveryCodesHandler>();
        services.AddUseCase<DisableSecondFactor, Done, DisableSecondFactorHandler>();
        services.AddUseCase<ListSessions, IReadOnlyList<SessionRow>, ListSessionsHandler>();
        services.AddUseCase<EndSession, Done, EndSessionHandler>();
        services.AddUseCase<EndOtherSessions, int, EndOtherSessionsHandler>();
    }
}
