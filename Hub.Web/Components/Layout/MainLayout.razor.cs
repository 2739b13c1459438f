using Microsoft.AspNetCore.Components.Web;

namespace Hub.Web.Components.Layout;

public sealed partial class MainLayout
{
    private ErrorBoundary? _errors;

    // A new page gets a new chance after an error on the last one.
    protected override void OnParametersSet() => _errors?.Recover();
}
