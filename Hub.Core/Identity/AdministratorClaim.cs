namespace Hub.Core.Identity;

/// <summary>
/// The single row that says who became the first Administrator. Its constant key lets the database decide
/// when two people register at the same moment: the second insert is a unique violation.
/// </summary>
internal sealed class AdministratorClaim
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;
    public required Guid UserId { get; init; }
    public required DateTimeOffset ClaimedAt { get; init; }
}
