using System.Globalization;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>What is left of personal data in lists, logs and files: enough to recognise, too little to reach.</summary>
public static class PersonalData
{
    private const string China = "+86";
    private const string Hidden = "****";

    /// <summary><c>138****0000</c>; short numbers keep their last two digits at most.</summary>
    public static string? MaskPhone(string? phone)
    {
        if (Order.NormalizePhone(phone) is not { } number) return null;
        if (number.StartsWith(China, StringComparison.Ordinal) && number.Length == China.Length + 11) number = number[China.Length..];
        var digits = number.TrimStart('+').Length;
        if (digits < 7) return digits < 4 ? Hidden : Hidden + number[^2..];
        return number[..3] + Hidden + number[^(digits < 10 ? 2 : 4)..];
    }

    /// <summary>The first character of a name.</summary>
    public static string? MaskName(string? name) =>
        string.IsNullOrWhiteSpace(name) ? null : StringInfo.GetNextTextElement(name.Trim()) + "**";

    /// <summary>The facts without what names or reaches a person.</summary>
    public static OrderFacts Masked(this OrderFacts facts) => facts with
    {
        Customer = facts.Customer is { } customer ? customer with { Name = MaskName(customer.Name), IdNumber = null } : null,
        Recipient = facts.Recipient is { } to
            ? to with { Name = MaskName(to.Name), Phone = MaskPhone(to.Phone), Line = to.Line is null ? null : Hidden, PostalCode = to.PostalCode is null ? null : Hidden }
            : null,
        Payment = facts.Payment is { } payment ? payment with { Fingerprint = null } : null,
        Device = facts.Device is null ? null : new DeviceFacts(UserAgent: facts.Device.UserAgent),
        Attributes = null,
    };
}
