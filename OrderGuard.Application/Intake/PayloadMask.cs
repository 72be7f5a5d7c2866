using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrderGuard.Application.Intake;

/// <summary>Takes out of what a source sends the values that are never kept readable: identity numbers, cards and secrets.</summary>
public static class PayloadMask
{
    private const string Hidden = "***";

    private static readonly string[] Names =
    [
        "idnumber", "idno", "idcard", "identity", "passport", "ssn", "cardno", "cardnumber", "bankcard", "cvv", "fingerprint", "password", "passwd", "secret", "token",
        "身份证", "证件号", "银行卡", "密码",
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null where the JSON cannot be kept: an object in it names a member twice.</summary>
    public static string? Of(string payload)
    {
        try
        {
            return Masked(payload);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Masked(string payload)
    {
        if (!Names.Any(x => payload.Contains(x, StringComparison.OrdinalIgnoreCase)) && payload.AsSpan().IndexOfAny('_', '-') < 0) return payload;
        if (JsonNode.Parse(payload) is not { } root) return payload;
        return Mask(root) ? root.ToJsonString(Json) : payload;
    }

    private static bool Mask(JsonNode node)
    {
        var changed = false;
        if (node is JsonArray list)
        {
            foreach (var item in list) changed |= item is not null && Mask(item);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
                if (value is JsonValue && Names.Any(x => plain.Contains(x, StringComparison.OrdinalIgnoreCase)))
                {
                    members[name] = Hidden;
                    changed = true;
                }
                else if (value is not null) changed |= Mask(value);
            }
        }
        return changed;
    }
}
