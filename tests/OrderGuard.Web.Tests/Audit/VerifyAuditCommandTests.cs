using OrderGuard.Web.Audit;

namespace OrderGuard.Web.Tests.Audit;

public sealed class VerifyAuditCommandTests
{
    [Fact]
    public async Task A_file_that_is_no_export_is_refused_and_one_that_is_not_there_is_told()
    {
        var output = new StringWriter();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "hello\n");

        (await VerifyAuditCommand.RunAsync(file, output)).ShouldBe(1);
        (await VerifyAuditCommand.RunAsync(file + ".missing", output)).ShouldBe(2);

        output.ToString().ShouldContain("Broken at line 1");
        File.Delete(file);
    }
}
