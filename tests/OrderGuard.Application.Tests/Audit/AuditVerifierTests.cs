using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Application.Audit;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tests.Audit;

public sealed class AuditVerifierTests
{
    private const int Length = 12;
    private static readonly TenantId Tenant = new(new Guid("01970000-0000-7000-8000-000000000009"));
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Func<AuditFileEntry, AuditFileEntry>[] Changes =
    [
        x => x with { At = x.At.AddTicks(1) }, x => x with { ActorKind = ActorKind.System }, x => x with { ActorId = x.ActorId + "x" }, x => x with { ActorName = "Somebody else" },
        x => x with { Address = null }, x => x with { Action = "order.held" }, x => x with { SubjectKind = "alert" }, x => x with { Subject = "SO-0" },
        x => x with { Before = null }, x => x with { After = "{}" }, x => x with { TraceId = "t" }, x => x with { Hash = new string('a', 64) }, x => x with { PreviousHash = new string('b', 64) },
    ];

    [Fact]
    public async Task A_whole_chain_is_whole()
    {
        var verdict = await VerifyAsync(Export(Chain(Length)));

        verdict.Break.ShouldBeNull();
        verdict.Entries.ShouldBe(Length);
    }

    [Fact]
    public async Task An_empty_chain_is_whole() => (await VerifyAsync(Export([]))).Break.ShouldBeNull();

    [Fact]
    public void Any_changed_field_is_found_at_its_entry() => ForAny((at, which) =>
    {
        var chain = Chain(Length);
        var lines = Export(chain);
        lines[at] = AuditFile.Write(Changes[which % Changes.Length](chain[at - 1]));
        return (lines, AuditFault.Changed, at);
    });

    [Fact]
    public void A_changed_entry_that_was_hashed_anew_is_found() => ForAny((at, which) =>
    {
        var chain = Chain(Length);
        var lines = Export(chain);
        lines[at] = AuditFile.Write(Rehashed(chain[at - 1] with { Subject = $"SO-{which}-forged" }));
        return (lines, AuditFault.Changed, at);
    });

    [Fact]
    public void Any_removed_entry_is_named() => ForAny((at, _) =>
    {
        var lines = Export(Chain(Length));
        lines.RemoveAt(at);
        return (lines, AuditFault.Removed, at);
    });

    [Fact]
    public void Any_forged_entry_that_was_inserted_is_named() => ForAny((at, which) =>
    {
        var chain = Chain(Length);
        var lines = Export(chain);
        lines.Insert(at, AuditFile.Write(Rehashed(chain[at - 1] with { Subject = $"SO-{which}-forged" })));
        return (lines, AuditFault.Inserted, at);
    });

    [Fact]
    public void Any_repeated_entry_is_named() => ForAny((at, which) =>
    {
        var lines = Export(Chain(Length));
        var copied = 1 + (which % Length);
        lines.Insert(at, lines[copied]);
        return (lines, AuditFault.Inserted, copied);
    });

    [Fact]
    public void An_entry_put_behind_the_last_is_named() => ForAny((_, which) =>
    {
        var chain = Chain(Length);
        var lines = Export(chain);
        lines.Insert(Length + 1, AuditFile.Write(Rehashed(chain[^1] with { Sequence = Length + 1, PreviousHash = chain[^1].Hash, Subject = $"SO-{which}" })));
        return (lines, AuditFault.Inserted, Length + 1);
    });

    [Fact]
    public void Any_two_entries_that_changed_places_are_found() => ForAny((at, which) =>
    {
        var lines = Export(Chain(Length));
        var other = 1 + (which % Length);
        if (other == at) other = (other % Length) + 1;
        (lines[at], lines[other]) = (lines[other], lines[at]);
        return (lines, AuditFault.Moved, Math.Min(at, other));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(Length + 1)]
    public async Task A_missing_frame_is_told(int line)
    {
        var lines = Export(Chain(Length));
        lines.RemoveAt(line);

        (await VerifyAsync(lines)).Break!.Fault.ShouldBe(AuditFault.Frame);
    }

    [Fact]
    public async Task What_remains_after_a_purge_is_verified_from_the_seal_before_it()
    {
        var chain = Chain(Length);
        var seal = AuditSeal.Seal(Tenant, null, Noon.AddHours(-1), Noon, 5, chain[4].Hash, Noon);

        (await VerifyAsync(Export(chain[5..], AuditFileSeal.Of(seal)))).Break.ShouldBeNull();
        (await VerifyAsync(Export(chain[5..], AuditFileSeal.Of(seal) with { HeadSequence = 4 }))).Break!.Fault.ShouldBe(AuditFault.Frame);
    }

    private static void ForAny(Func<int, int, (List<string> Lines, AuditFault Fault, long Sequence)> tamper) =>
        Prop.ForAll(Gen.Choose(1, Length).Two().Zip(Gen.Choose(0, 1000)).ToArbitrary(), x =>
        {
            var (lines, fault, sequence) = tamper(x.Item1.Item1, x.Item2);
            var found = VerifyAsync(lines).GetAwaiter().GetResult().Break;
            return (found?.Fault == fault && found.Sequence == sequence).Label($"{found} for {fault} {sequence}");
        }).QuickCheckThrowOnFailure();

    private static Task<AuditVerdict> VerifyAsync(List<string> lines) => AuditVerifier.VerifyAsync(new StringReader(string.Join('\n', lines) + "\n"));

    private static AuditFileEntry[] Chain(int length)
    {
        var previous = AuditEntry.Genesis;
        return [.. Enumerable.Range(1, length).Select(n =>
        {
            var entry = AuditEntry.Of(Tenant, new Actor(ActorKind.Person, $"u{n}", "林 Lin", "203.0.113.7"), "order.moved", "order", $"SO-{n}", """{"status":10}""", $$"""{"status":{{n}}}""", null, Noon.AddSeconds(n));
            entry.Chain(n, previous);
            previous = entry.Hash;
            return AuditFileEntry.Of(entry);
        })];
    }

    private static AuditFileEntry Rehashed(AuditFileEntry x) => x with
    {
        Hash = AuditEntry.Restore(Tenant, x.Sequence, x.At, new Actor(x.ActorKind, x.ActorId, x.ActorName, x.Address), x.Action, x.SubjectKind, x.Subject, x.Before, x.After, x.TraceId, x.PreviousHash, "").ComputeHash(),
    };

    private static List<string> Export(AuditFileEntry[] chain, AuditFileSeal? seal = null)
    {
        var (from, previous) = chain.Length == 0 ? (1, AuditEntry.Genesis) : (chain[0].Sequence, chain[0].PreviousHash);
        var head = chain.Length == 0 ? AuditEntry.Genesis : chain[^1].Hash;
        return
        [
            AuditFile.Write(new AuditFileHeader(AuditFile.Format, Tenant.Value, "grocer", from, from + chain.Length - 1, previous, head, seal, Noon)),
            .. chain.Select(AuditFile.Write),
            AuditFile.Write(new AuditFileTrailer(chain.Length, head)),
        ];
    }
}
