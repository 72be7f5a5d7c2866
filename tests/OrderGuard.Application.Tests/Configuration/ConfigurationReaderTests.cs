using System.Text.Json.Nodes;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    [Fact]
    public void The_example_of_the_machine_interface_is_valid_as_it_stands()
    {
        var reading = ConfigurationReader.Read(ContractExample.Json, null);

        reading.Problems.ShouldBeEmpty();
        Domain.Timeouts.WorkingCalendars.None.TermsOf(reading.Document.Timeouts.Single(), new RuleSubject("cold-chain")).Within.ShouldBe(TimeSpan.FromMinutes(30));
        reading.Document.Sources.Single().Mapping["已出库"].ShouldBe(50);
        JsonNode.Parse(reading.Json)!["timeouts"]![0]!["within"]!.GetValue<string>().ShouldBe("PT60M");
    }

    [Fact]
    public void A_source_that_only_a_profile_names_is_a_master()
    {
        var configuration = TenantConfiguration.Compile(1, ConfigurationReader.Read(ContractExample.Json, null).Document);

        configuration.MayEnter("shop", 20).ShouldBeTrue();
        configuration.MayEnter("wms", 20).ShouldBeFalse();
        configuration.MayEnter("wms", 50).ShouldBeTrue();
        configuration.MayEnter("crm", 20).ShouldBeFalse();
    }

    [Fact]
    public void A_section_that_is_left_out_keeps_its_published_value()
    {
        var reading = ConfigurationReader.Read("""{ "risk": { "tiers": { "medium": 0.5, "high": 0.9 } } }""", ContractExample.Json);

        reading.Problems.ShouldBeEmpty();
        reading.Document.Timeouts.Single().Code.ShouldBe("payment");
        reading.Document.Risk.Tiers.ShouldBe(new RiskTiers { Medium = 0.5, High = 0.9 });
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var reading = ConfigurationReader.Read("""{ "timeouts": [ { "code": "a b", "from": 10, "until": "20", "within": "1h" }, 7 ], "colour": "red", "retention": { "auditDays": 30 } }""", null);

        reading.Problems.Select(x => x.Pointer).ShouldBe(["/colour", "/timeouts/0/until", "/timeouts/0/within", "/timeouts/1", "/timeouts/0/code", "/retention/auditDays"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("{", "")]
    [InlineData("""{ "risk": { "tiers": { "medium": 0.1, } } }""", "")]
    [InlineData("""{ "categories": [ { "code": "\ud800" } ] }""", "")]
    [InlineData("""{ "categories": [ { "\udc00": 1 } ] }""", "")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]", "")]
    [InlineData("""{ "nonsense": 1 }""", "/nonsense")]
    [InlineData("""{ "a/b~c": 1 }""", "/a~1b~0c")]
    [InlineData("""{ "risk": {}, "risk": {} }""", "/risk")]
    [InlineData("""{ "statuses": null }""", "/statuses")]
    [InlineData("""{ "statuses": {} }""", "/statuses")]
    [InlineData("""{ "statuses": [ 10 ] }""", "/statuses/0")]
    [InlineData("""{ "statuses": [ { "name": "A" } ] }""", "/statuses/0/code")]
    [InlineData("""{ "statuses": [ { "code": 42 } ] }""", "/statuses/0/name")]
    [InlineData("""{ "statuses": [ { "code": 1e400, "name": "A" } ] }""", "/statuses/0/code")]
    [InlineData("""{ "statuses": [ { "code": 42.5, "name": "A" } ] }""", "/statuses/0/code")]
    [InlineData("""{ "statuses": [ { "code": 0, "name": "A" } ] }""", "/statuses/0/code")]
    [InlineData("""{ "statuses": [ { "code": 42, "name": "on hold" } ] }""", "/statuses/0/name")]
    [InlineData("""{ "statuses": [ { "code": 42, "name": "PAID" } ] }""", "/statuses/0/name")]
    [InlineData("""{ "statuses": [ { "code": 20, "name": "BEZAHLT" } ] }""", "/statuses/0/name")]
    [InlineData("""{ "statuses": [ { "code": 42, "name": "A" }, { "code": 42, "name": "B" } ] }""", "/statuses/1/code")]
    [InlineData("""{ "statuses": [ { "code": 42, "name": "A", "next": [43] } ] }""", "/statuses/0/next/0")]
    [InlineData("""{ "statuses": [ { "code": 42, "name": "A", "next": [20, 42] } ] }""", "/statuses/0/next/1")]
    [InlineData("""{ "statuses": [ { "code": 42, "name": "A", "next": [20, 20] } ] }""", "/statuses/0/next/1")]
    [InlineData("""{ "statuses": [ { "code": 42, "name": "A", "next": 20 } ] }""", "/statuses/0/next")]
    [InlineData("""{ "statuses": [ { "code": 42, "name": "A", "terminal": "yes" } ] }""", "/statuses/0/terminal")]
    [InlineData("""{ "categories": [ { "code": "" } ] }""", "/categories/0/code")]
    [InlineData("""{ "categories": [ { "code": " toys" } ] }""", "/categories/0/code")]
    [InlineData("""{ "categories": [ { "code": "a\u0000" } ] }""", "/categories/0/code")]
    [InlineData("""{ "categories": [ { "code": "toys" }, { "code": "toys" } ] }""", "/categories/1/code")]
    [InlineData("""{ "categories": [ { "code": "toys", "label": "Toys" } ] }""", "/categories/0/label")]
    [InlineData("""{ "categories": [ { "code": "toys", "label": {} } ] }""", "/categories/0/label")]
    [InlineData("""{ "categories": [ { "code": "toys", "label": { "en": "Toys", "fr": "Jouets" } } ] }""", "/categories/0/label/fr")]
    [InlineData("""{ "sources": [ { "code": "-x" } ] }""", "/sources/0/code")]
    [InlineData("""{ "sources": [ { "code": "wms", "role": "king" } ] }""", "/sources/0/role")]
    [InlineData("""{ "sources": [ { "code": "wms", "role": 0 } ] }""", "/sources/0/role")]
    [InlineData("""{ "sources": [ { "code": "wms", "timeZone": "Asia/Atlantis" } ] }""", "/sources/0/timeZone")]
    [InlineData("""{ "sources": [ { "code": "wms", "timeZone": "../../etc/passwd" } ] }""", "/sources/0/timeZone")]
    [InlineData("""{ "sources": [ { "code": "wms", "mayEnter": [50, 41] } ] }""", "/sources/0/mayEnter/1")]
    [InlineData("""{ "sources": [ { "code": "wms", "mapping": { "a/b": 41 } } ] }""", "/sources/0/mapping/a~1b")]
    [InlineData("""{ "sources": [ { "code": "wms", "mapping": { "packed": "40" } } ] }""", "/sources/0/mapping/packed")]
    [InlineData("""{ "sources": [ { "code": "wms", "mapping": { "packed ": 40 } } ] }""", "/sources/0/mapping/packed ")]
    [InlineData("""{ "sources": [ { "code": "wms" }, { "code": "wms" } ] }""", "/sources/1/code")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20 } ] }""", "/timeouts/0/within")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "60" } ] }""", "/timeouts/0/within")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "P1M" } ] }""", "/timeouts/0/within")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "-PT1M" } ] }""", "/timeouts/0/within")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "PT" } ] }""", "/timeouts/0/within")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": 3600 } ] }""", "/timeouts/0/within")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "PT0S" } ] }""", "/timeouts/0/within")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "P365DT1S" } ] }""", "/timeouts/0/within")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 20, "until": 20, "within": "PT1H" } ] }""", "/timeouts/0/until")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 20, "until": 10, "within": "PT1H" } ] }""", "/timeouts/0/until")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 11, "until": 20, "within": "PT1H" } ] }""", "/timeouts/0/from")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 80, "until": 95, "within": "PT1H" } ] }""", "/timeouts/0/from")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "PT1H", "byCategory": { "toys": "PT30M" } } ] }""", "/timeouts/0/byCategory/toys")]
    [InlineData("""{ "categories": [ { "code": "toys" } ], "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "PT1H", "byCategory": { "toys": "soon" } } ] }""", "/timeouts/0/byCategory/toys")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "PT1H", "clock": "lunar" } ] }""", "/timeouts/0/clock")]
    [InlineData("""{ "timeouts": [ { "code": "a", "from": 10, "until": 20, "within": "PT1H", "escalation": "panic" } ] }""", "/timeouts/0/escalation")]
    [InlineData("""{ "calendars": [ { "code": "c" } ] }""", "/calendars/0/weekly")]
    [InlineData("""{ "calendars": [ { "code": "c", "weekly": { "monday": ["18:00-09:00"] } } ] }""", "/calendars/0/weekly/monday/0")]
    [InlineData("""{ "calendars": [ { "code": "c", "weekly": { "monday": ["09:00-12:00", "11:00-13:00"] } } ] }""", "/calendars/0/weekly/monday/1")]
    [InlineData("""{ "calendars": [ { "code": "c", "weekly": { "monday": ["nine"] } } ] }""", "/calendars/0/weekly/monday/0")]
    [InlineData("""{ "calendars": [ { "code": "c", "weekly": { "monday": ["09:00-12:00"] }, "timeZone": "Mars/Base", "holidays": [ ] } ] }""", "/calendars/0/timeZone")]
    [InlineData("""{ "calendars": [ { "code": "c", "weekly": { "monday": ["09:00-12:00"] }, "holidays": [ { "from": "2026-10-07", "to": "2026-10-01" } ] } ] }""", "/calendars/0/holidays/0/to")]
    [InlineData("""{ "calendars": [ { "code": "c", "weekly": { "monday": ["09:00-12:00"] }, "holidays": [ { "from": "1 October" } ] } ] }""", "/calendars/0/holidays/0/from")]
    [InlineData("""{ "calendars": [ { "code": "c", "weekly": { "monday": ["09:00-12:00"] }, "makeUpDays": [ { "date": "2026-10-07" }, { "date": "2026-10-07" } ] } ] }""", "/calendars/0/makeUpDays/1/date")]
    [InlineData("""{ "timeouts": [ { "code": "t", "from": 10, "until": 20, "within": "PT1H", "clock": "working" } ] }""", "/timeouts/0/calendar")]
    [InlineData("""{ "timeouts": [ { "code": "t", "from": 10, "until": 20, "within": "PT1H", "clock": "working", "calendar": "none" } ] }""", "/timeouts/0/calendar")]
    [InlineData("""{ "timeouts": [ { "code": "t", "from": 10, "until": 20, "within": "PT1H", "overrides": [ { "within": "PT1H" } ] } ] }""", "/timeouts/0/overrides/0")]
    [InlineData("""{ "timeouts": [ { "code": "t", "from": 10, "until": 20, "within": "PT1H", "overrides": [ { "channel": "a", "within": "PT1H" }, { "channel": "a", "within": "PT2H" } ] } ] }""", "/timeouts/0/overrides/1")]
    [InlineData("""{ "timeouts": [ { "code": "t", "from": 10, "until": 20, "within": "PT1H", "overrides": [ { "channel": "a", "within": "PT0S" } ] } ] }""", "/timeouts/0/overrides/0/within")]
    [InlineData("""{ "maintenance": [ { "code": "m", "from": "2026-11-22T10:00:00+08:00", "until": "2026-11-22T01:00:00Z" } ] }""", "/maintenance/0/until")]
    [InlineData("""{ "maintenance": [ { "code": "m", "from": "2026-11-22T10:00:00", "until": "2026-11-23T01:00:00Z" } ] }""", "/maintenance/0/from")]
    [InlineData("""{ "maintenance": [ { "code": "m", "from": "2026-11-22T10:00:00Z", "until": "2026-11-23T01:00:00Z", "sources": ["gone"] } ] }""", "/maintenance/0/sources/0")]
    [InlineData("""{ "clock": { "correctAbove": "PT0S" } }""", "/clock/correctAbove")]
    [InlineData("""{ "clock": { "except": ["gone"] } }""", "/clock/except/0")]
    [InlineData("""{ "clock": { "channels": ["gone"] } }""", "/clock/channels/0")]
    [InlineData("""{ "importProfiles": [ { "code": "p", "source": "s", "orderNo": "id", "stages": {} } ] }""", "/importProfiles/0/stages")]
    [InlineData("""{ "importProfiles": [ { "code": "p", "source": "s", "stages": { "a": 10 } } ] }""", "/importProfiles/0/orderNo")]
    [InlineData("""{ "importProfiles": [ { "code": "p", "source": "s", "orderNo": "id", "stages": { "a": 11 } } ] }""", "/importProfiles/0/stages/a")]
    [InlineData("""{ "importProfiles": [ { "code": "p", "source": "s", "orderNo": "id", "stages": { "a": 10 }, "fields": { "colour": "c" } } ] }""", "/importProfiles/0/fields/colour")]
    [InlineData("""{ "importProfiles": [ { "code": "p", "source": "s", "orderNo": "id", "stages": { "a": 10 }, "finalStatuses": { "x": 90 } } ] }""", "/importProfiles/0/statusColumn")]
    [InlineData("""{ "importProfiles": [ { "code": "p", "source": "s", "orderNo": "id", "stages": { "a": 10 }, "delimiter": "::" } ] }""", "/importProfiles/0/delimiter")]
    [InlineData("""{ "importProfiles": [ { "code": "p", "source": "s", "orderNo": "id", "stages": { "a": 10 }, "timeFormat": "HH" } ] }""", "/importProfiles/0/timeFormat")]
    [InlineData("""{ "risk": { "tiers": { "medium": 0.9, "high": 0.5 } } }""", "/risk/tiers/high")]
    [InlineData("""{ "risk": { "tiers": { "medium": 0, "high": 0.5 } } }""", "/risk/tiers/medium")]
    [InlineData("""{ "risk": { "tiers": { "medium": "0.5" } } }""", "/risk/tiers/medium")]
    [InlineData("""{ "risk": { "tiers": { "high": 1 } } }""", "/risk/tiers/high")]
    [InlineData("""{ "alerts": { "acknowledgeFor": "P31D" } }""", "/alerts/acknowledgeFor")]
    [InlineData("""{ "alerts": { "targetTimeoutRate": 2 } }""", "/alerts/targetTimeoutRate")]
    [InlineData("""{ "retention": { "auditDays": 179 } }""", "/retention/auditDays")]
    public void A_malformed_document_is_refused_with_the_place(string json, string pointer)
    {
        var reading = ConfigurationReader.Read(json, null);

        reading.Problems.Select(x => x.Pointer).ShouldBe([pointer]);
        reading.Problems.Single().Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void More_than_fits_is_refused()
    {
        var large = $$"""{ "categories": [ { "code": "{{new string('x', ConfigurationLimits.DocumentBytes)}}" } ] }""";
        var many = $$"""{ "categories": [ {{string.Join(",", Enumerable.Range(0, ConfigurationLimits.Categories + 1).Select(x => $$"""{ "code": "c{{x}}" }"""))}} ] }""";

        ConfigurationReader.Read(large, null).Problems.Single().Code.ShouldBe("too-large");
        ConfigurationReader.Read(many, null).Problems.Single().Code.ShouldBe("too-many");
    }

    [Theory]
    [InlineData("PT60M", 3600)]
    [InlineData("PT1H", 3600)]
    [InlineData("P1DT2H3M4S", 93784)]
    [InlineData("P2W", 1_209_600)]
    [InlineData("PT2S", 2)]
    [InlineData("PT0.5S", 0.5)]
    public void Durations_are_read_as_iso_8601_writes_them(string text, double seconds)
    {
        IsoDurations.TryRead(text, out var read).ShouldBeTrue();
        read.TotalSeconds.ShouldBe(seconds);
    }
}
