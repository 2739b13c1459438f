using System.Net.Http.Headers;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>
/// A block of shell commands from the documentation, read by the tests: they run it where there is neither a shell nor curl. It understands
/// what the documentation uses: <c>export</c>, variables, quotes, comments, and lines that go on with a backslash.
/// </summary>
internal sealed class ShellBlock
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<string>> _commands = [];

    /// <param name="text">The block.</param>
    /// <param name="variables">What earlier blocks exported.</param>
    public ShellBlock(string text, IReadOnlyDictionary<string, string>? variables = null)
    {
        foreach (var (name, value) in variables ?? _variables)
        {
            _variables[name] = value;
        }

        foreach (var line in text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var words = line.StartsWith('#') ? [] : WordsOf(line);
            if (words is ["export", .. var assignments])
            {
                foreach (var assignment in assignments)
                {
                    _variables[assignment.Split('=', 2)[0]] = assignment.Split('=', 2)[1];
                }
            }
            else if (words.Count > 0)
            {
                _commands.Add(words);
            }
        }
    }

    /// <summary>What is exported at the block's end.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    public IReadOnlyList<IReadOnlyList<string>> Commands => _commands;

    /// <returns>The request that a curl command sends.</returns>
    public static HttpRequestMessage RequestOf(IReadOnlyList<string> command)
    {
        Assert.Equal("curl", command[0]);
        var request = new HttpRequestMessage { Method = HttpMethod.Get };
        var content = (Text: (string?)null, Type: "application/x-www-form-urlencoded");
        for (var at = 1; at < command.Count; at++)
        {
            switch (command[at])
            {
                case "-u":
                    request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(command[++at])));
                    break;
                case "-H" when command[++at].Split(": ", 2) is [var name, var value]:
                    if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
                    {
                        content.Type = value;
                    }
                    else
                    {
                        request.Headers.Add(name, value);
                    }

                    break;
                case "-d":
                    content.Text = command[++at];
                    request.Method = request.Method == HttpMethod.Get ? HttpMethod.Post : request.Method;
                    break;
                case "-X":
                    request.Method = HttpMethod.Parse(command[++at]);
                    break;
                default:
                    Assert.Null(request.RequestUri);
                    request.RequestUri = new Uri(command[at]);
                    break;
            }
        }

        if (content.Text is { } text)
        {
            request.Content = new StringContent(text, MediaTypeHeaderValue.Parse(content.Type));
        }

        return request;
    }

    private List<string> WordsOf(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char? quote = null;
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (letter == quote)
            {
                quote = null;
            }
            else if (quote is null && letter is '\'' or '"')
            {
                quote = letter;
                word ??= new();
            }
            else if (quote is null && letter == ' ')
            {
                Finish();
            }
            else if (quote != '\'' && letter == '$')
            {
                var name = string.Concat(line[(at + 1)..].TakeWhile(one => char.IsAsciiLetterOrDigit(one) || one == '_'));
                (word ??= new()).Append(_variables[name]);
                at += name.Length;
            }
            else
            {
                (word ??= new()).Append(letter);
            }
        }

        Finish();
        return words;

        void Finish()
        {
            if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }
    }
}
