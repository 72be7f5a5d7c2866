using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>Shows what a template would say of an invented order.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record PreviewTemplate(string Event, ChannelKind Kind, string Language, string Text);

/// <summary>The message, or where the template cannot be understood.</summary>
public sealed record TemplatePreview(string Title, string Text, IReadOnlyList<TemplateProblem> Problems);

public sealed class PreviewTemplateValidator : AbstractValidator<PreviewTemplate>
{
    public PreviewTemplateValidator()
    {
        RuleFor(x => x.Kind).IsInEnum();
        RuleFor(x => x.Text).MaximumLength(NoticeTemplate.MaxLength);
    }
}

internal sealed class PreviewTemplateHandler(NoticeStyles styles, TimeProvider clock) : IHandler<PreviewTemplate, TemplatePreview>
{
    public async Task<Result<TemplatePreview>> HandleAsync(PreviewTemplate request, CancellationToken ct)
    {
        if (NoticeTemplate.Read(request.Text, out var problems) is not { } template) return new TemplatePreview("", "", problems);
        var now = clock.GetUtcNow();
        var style = await styles.GetAsync(ct);
        var channel = new ChannelDefinition { Code = "preview", Kind = request.Kind, Language = request.Language };
        Contact[] people = [new(UserId.New(), request.Language == "en" ? "Robin Example" : "示例用户", "", null)];
        var notice = new Notice("preview", request.Event, AlertSeverity.Critical, 2, [], [], new NoticeValues
        {
            OrderNo = "SO-20451", Title = new LocalizedText("Order SO-20451 has waited for payment too long", "订单 SO-20451 待付款超时"),
            Response = new LocalizedText("Please have a look within 10 minutes.", "请在 10 分钟内处理。"), Category = style.Document.Categories is [{ } known, ..] ? known.Code : "cold-chain",
            Warehouse = "HZ-1", Amount = 199.90m, Currency = "CNY", Since = now.AddMinutes(-72), DueAt = now.AddMinutes(-12), Path = "/orders/SO-20451",
        });
        var (title, text) = NoticeWriter.Write(template, notice, channel, style with { Portal = style.Portal ?? "https://orderguard.example" }, people, now);
        return new TemplatePreview(title, text, []);
    }
}
