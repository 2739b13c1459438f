using BenchmarkDotNet.Running;
using Hub.Benchmarks;

switch (args)
{
    case ["cpu"]:
        await CpuMeasurement.RunAsync(CancellationToken.None);
        break;
    case ["cold"]:
        await ColdLoadMeasurement.RunAsync(CancellationToken.None);
        break;
    case [ColdLoadMeasurement.ChildArgument]:
        ColdLoadMeasurement.LoadOnce();
        break;
    case ["load"]:
        await LoadMeasurement.RunAsync(CancellationToken.None);
        break;
    case [LoadMeasurement.ChildArgument, var address, var key]:
        await LoadMeasurement.CallAsync(address, key, CancellationToken.None);
        break;
    case [StandIn.ChildArgument]:
        await StandIn.RunAsync(CancellationToken.None);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(StandIn).Assembly).Run(args);
        break;
}
