using System.Runtime.InteropServices;

namespace Hub.Core.Audit;

/// <summary>Who did something.</summary>
/// <param name="Id">The user, access key or connect session; null where Hub, or its operator at the console, did it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Actor(ActorKind Kind, Guid? Id)
{
    public static Actor Hub { get; } = new(ActorKind.Hub, null);

    public static Actor AccessKey(Guid id) => new(ActorKind.AccessKey, id);

    public static Actor Session(Guid id) => new(ActorKind.Session, id);

    public static Actor User(OwnerId user) => new(ActorKind.User, user.Value);

    public static implicit operator Actor(OwnerId user) => User(user);
}

public enum ActorKind
{
    /// <summary>Hub by itself, or its operator at the console.</summary>
    Hub,
    User,

    /// <summary>A product, by the API.</summary>
    AccessKey,

    /// <summary>A person without a sign-in, who came with the token of a connect session.</summary>
    Session,
}
