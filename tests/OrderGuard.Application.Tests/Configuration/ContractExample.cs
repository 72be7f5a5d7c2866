namespace OrderGuard.Application.Tests.Configuration;

/// <summary>The document that the machine interface gives as its example, word for word.</summary>
internal static class ContractExample
{
    public const string Json = """
        {
          "statuses":   [ { "code": 10, "name": "WAITING_PAYMENT", "next": [20, 90] } ],
          "categories": [ { "code": "cold-chain", "label": { "en": "Cold chain", "zh-CN": "冷链" } } ],
          "sources":    [ { "code": "wms", "role": "contributor", "mayEnter": [40, 50], "timeZone": "Asia/Shanghai",
                            "mapping": { "已出库": 50, "packed": 40 } } ],
          "timeouts":   [ { "code": "payment", "from": 10, "until": 20, "within": "PT60M", "byCategory": { "cold-chain": "PT30M" },
                            "clock": "elapsed", "escalation": "standard" } ],
          "importProfiles": [ { "code": "olist", "source": "shop", "timeZone": "America/Sao_Paulo", "orderNo": "order_id",
                            "fields": { "category": "category", "amount": "amount", "customer.id": "customer_unique_id" },
                            "stages": { "order_purchase_timestamp": 10, "order_approved_at": 20 },
                            "statusColumn": "order_status", "finalStatuses": { "canceled": 90, "unavailable": 90 } } ],
          "risk":       { "tiers": { "medium": 0.6, "high": 0.85 } }
        }
        """;
}
