using CsCheck;

namespace Hub.Tests.Inputs;

/// <summary>Texts that are put together of pieces at random.</summary>
internal static class Pieces
{
    public static Gen<string> Of(int most, params string[] pieces) =>
        Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]).Array[0, most].Select(string.Concat);
}
