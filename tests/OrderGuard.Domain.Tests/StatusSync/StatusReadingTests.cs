using System.Text.Json;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Domain.Tests.StatusSync;

public sealed class StatusReadingTests
{
    private const string Payload = """{"data":{"state":{"code":"S-0050 shipped"},"kind":"return"},"items":[{"odd name":7}]}""";

    private static readonly SourceDefinition Nested = new()
    {
        Code = "erp", Extract = new SourceExtract { Path = "$.data.state.code", Pattern = @"S-(?<status>\d+)", As = ExtractAs.Number }, Mapping = new Dictionary<string, int> { ["50"] = 50 },
    };

    [Fact]
    public void A_nested_status_is_found_cut_out_and_taken_as_a_number()
    {
        List<ReadingStep> steps = [];

        var (word, status) = Compiled(Nested).Understand("erp", "", Payload, null, steps);

        (word, status).ShouldBe(("50", 50));
        steps.Select(x => x.Kind).ShouldBe([ReadingStepKind.Given, ReadingStepKind.Found, ReadingStepKind.PatternMatched, ReadingStepKind.Number, ReadingStepKind.Mapped]);
    }

    [Theory]
    [InlineData("$.data.kind", FieldTest.Equals, "return", 95)]
    [InlineData("$.data.kind", FieldTest.Contains, "tur", 95)]
    [InlineData("$.data.kind", FieldTest.Equals, "sale", 50)]
    [InlineData("$.items[0]['odd name']", FieldTest.Above, "6", 95)]
    [InlineData("$.items[0]['odd name']", FieldTest.Above, "7", 50)]
    [InlineData("$.data.missing", FieldTest.Exists, null, 50)]
    [InlineData("order.category", FieldTest.Equals, "returns", 95)]
    [InlineData("order.attributes.kind", FieldTest.StartsWith, "ret", 95)]
    public void A_word_means_another_status_when_a_field_says_so(string path, FieldTest test, string? value, int expected)
    {
        var source = Nested with { Rules = [new StatusRule { Word = "50", Status = 95, When = [new FieldCondition { Path = path, Is = test, Value = value }] }] };
        var facts = new OrderFacts { Category = "returns", Attributes = new Dictionary<string, JsonElement> { ["kind"] = JsonSerializer.SerializeToElement("retour") } };

        Compiled(source).Understand("erp", "", Payload, facts).Status.ShouldBe(expected);
    }

    [Fact]
    public void What_is_not_there_leaves_the_word_as_it_was_given() =>
        Compiled(Nested with { Extract = new SourceExtract { Path = "$.nowhere" } }).Understand("erp", "given", Payload, null).Word.ShouldBe("given");

    [Theory]
    [InlineData("$", true)]
    [InlineData("$.a.b[0]", true)]
    [InlineData("$['a b'].c", true)]
    [InlineData("a.b", false)]
    [InlineData("$..a", false)]
    [InlineData("$.a[*]", false)]
    [InlineData("$.a[", false)]
    public void A_path_names_one_place(string path, bool valid) => JsonPath.TryParse(path, out _).ShouldBe(valid);

    [Fact]
    public void A_pattern_that_could_run_for_ever_is_none()
    {
        StatusReading.IsPattern("(a+)+$").ShouldBeTrue("it runs in linear time here");
        StatusReading.IsPattern("(?<=a)b").ShouldBeFalse();
        StatusReading.IsPattern("(").ShouldBeFalse();
    }

    [Fact]
    public void Checks_find_gaps_and_words_that_do_not_come_back()
    {
        var source = new SourceDefinition
        {
            Code = "wms", Role = SourceRole.Contributor, MayEnter = [40], Mapping = new Dictionary<string, int> { ["packed"] = 40, ["boxed"] = 40, ["gone"] = 50 }, Outbound = new Dictionary<string, string> { ["50"] = "packed" },
        };
        IReadOnlyList<SeenWord> seen = [new("packed", 9, 0, default), new("lost", 1, 1, default)];

        var findings = MappingChecks.Find(source, seen, ConfigurationRules.KnownStatuses(new ConfigurationDocument()), _ => null).ToList();

        findings.ShouldContain(x => x.Kind == MappingFindingKind.WordWithoutMapping && x.Word == "lost");
        findings.ShouldContain(x => x.Kind == MappingFindingKind.TwoWordsForOneStatus && x.Status == 40);
        findings.ShouldContain(x => x.Kind == MappingFindingKind.RoundTripBroken && x.Other == 40);
        findings.ShouldContain(x => x.Kind == MappingFindingKind.MayNotEnter && x.Status == 50);
        MappingChecks.Coverage(source, seen, _ => null).ShouldBe(0.9);
    }

    [Theory]
    [InlineData(10, 20, false)]
    [InlineData(20, 20, true)]
    [InlineData(20, 40, true)]
    [InlineData(20, 50, false)]
    [InlineData(50, 20, false)]
    [InlineData(20, 90, true)]
    public void A_source_is_expected_to_say_only_what_it_has_words_for(int said, int status, bool agree) =>
        Sides.Agree(new SourceStatus("crm", "word", said, default), status, new HashSet<int> { 10, 20, 50 }).ShouldBe(agree);

    [Fact]
    public void The_one_master_must_be_the_only_one()
    {
        var document = new ConfigurationDocument { Sources = [new SourceDefinition { Code = "a", Role = SourceRole.Master }, new SourceDefinition { Code = "b", Role = SourceRole.Master }], Truth = new TruthSettings { Master = "a" } };

        ConfigurationRules.Check(document).ShouldContain(x => x.Pointer == "/truth/master" && x.Code == "truth-other-masters");
        ConfigurationRules.Check(document with { Sources = [document.Sources[0]] }).ShouldBeEmpty();
        ConfigurationRules.Check(document with { Truth = new TruthSettings { Master = TruthSettings.OwnBook } }).ShouldContain(x => x.Code == "truth-own-book");
    }

    private static TenantConfiguration Compiled(SourceDefinition source) => TenantConfiguration.Compile(1, new ConfigurationDocument { Sources = [source] });
}
