using System.Text;
using Hub.Tests.Support;

namespace Hub.Tests.Verification;

/// <summary>Every provider × every fault: the exact outcome, and the table of them in the documentation.</summary>
public sealed class FaultMatrixTests
{
    public static TheoryData<string, string> Cells =>
        [
            .. from row in FaultMatrix.Rows
            from fault in FaultMatrix.Faults
            where row.Expects(fault) is not null
            select (row.Name, fault.Name),
        ];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task the_answer_is_right(string row, string fault)
    {
        var (tested, tried) = (FaultMatrix.Rows.Single(one => one.Name == row), FaultMatrix.Faults.Single(one => one.Name == fault));
        Assert.Equal(tested.Expects(tried), await FaultMatrix.OutcomeAsync(tested, tried));
    }

    [Fact]
    public async Task the_committed_table_is_what_the_verifier_says() =>
        await GoldenFile.MatchAsync("docs/verification-matrix.md", await TableAsync());

    private static async Task<string> TableAsync()
    {
        var text = new StringBuilder(
            """
            # What Hub says, for every provider and every fault

            The tests write this table: each cell is what the verifier said of a stand-in that answered so over real HTTP.
            A verification that takes several requests has a row for each; the ones before it were answered well.
            Where people authorize Hub, the token is verified as a key is; a few such methods stand for all.

            | short | outcome | what the user is told |
            |---|---|---|
            | **ok** | Verified | The account is linked. |
            | limited | VerifiedLimited | The account is linked; a right is missing, and which one. |
            | bad, bad *field* | InvalidCredentials | The provider rejected it, and what to do. |
            | kind *field* | WrongKeyKind | Another kind of key, recognised before anything is sent. |
            | address *field* | WrongAddress | The subdomain, region or host is wrong. |
            | wait | RateLimited | The provider throttles; how long, where it says so. The key was not verified. |
            | down, time, reset, tls, dns | ProviderUnavailable | The provider is in trouble: server error, timed out, connection reset, TLS failed, name not resolved. The key was not verified. |
            | odd *reason* | UnexpectedAnswer | An answer without evidence. The key was not verified. |
            | – | | Nothing to try: no such answer is documented. |


            """.ReplaceLineEndings("\n")
        );
        text.Append("| provider | ").AppendJoin(" | ", FaultMatrix.Faults.Select(fault => fault.Name)).Append(" |\n");
        text.Append('|').Append(string.Concat(Enumerable.Repeat("---|", FaultMatrix.Faults.Count + 1))).Append('\n');
        foreach (var row in FaultMatrix.Rows)
        {
            var cells = new List<string>();
            foreach (var fault in FaultMatrix.Faults)
            {
                cells.Add(Short(await FaultMatrix.OutcomeAsync(row, fault)));
            }

            text.Append("| ").Append(row.Name).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Short(string outcome) =>
        outcome switch
        {
            "Verified" => "**ok**",
            "VerifiedLimited" => "limited",
            "InvalidCredentials()" => "bad",
            "ProviderUnavailable(ServerError)" => "down",
            "ProviderUnavailable(TimedOut)" => "time",
            "ProviderUnavailable(ConnectionReset)" => "reset",
            "ProviderUnavailable(TlsFailed)" => "tls",
            "ProviderUnavailable(NameNotResolved)" => "dns",
            _ => outcome
                .Replace("InvalidCredentials(", "bad *", StringComparison.Ordinal)
                .Replace("WrongKeyKind(", "kind *", StringComparison.Ordinal)
                .Replace("WrongAddress(", "address *", StringComparison.Ordinal)
                .Replace("UnexpectedAnswer(", "odd *", StringComparison.Ordinal)
                .Replace("RateLimited", "wait", StringComparison.Ordinal)
                .Replace(')', '*'),
        };
}
