namespace Hub.Tests.Support;

/// <summary>Waits for what comes by itself.</summary>
internal static class Until
{
    /// <summary>For how long something may take. It ends nothing but tests that fail: a busy machine is no reason to.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <param name="what">For the message: "the last use is written".</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"This did not happen: {what}.");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
