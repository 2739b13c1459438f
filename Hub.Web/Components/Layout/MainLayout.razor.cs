using Microsoft.AspNetCore.Components.Web;

namespace Hub.Web.Components.Layout;

public sealed partial class MainLayout
{
    private ErrorBoundary? _errors;

    // An error on one page must not block the next.
    protected override void OnParametersSet() => _errors?.Recover();
}
