using System.Runtime.ExceptionServices;

namespace LetterExchange.Features.People;

/// <summary>Who makes this request, as the database knew them when it began: nobody, or a person with standing roles.</summary>
public sealed class CurrentPerson
{
    Person? person;
    Guid? program;

    public bool IsSignedIn => person is not null;

    /// <exception cref="InvalidOperationException">Nobody is signed in; the access table lets no such request through.</exception>
    public Person Person => person ?? throw new InvalidOperationException("Nobody is signed in.");

    public Guid Id => Person.Id;
    public string GivenName => Person.GivenName;
    public string Name => Person.Name;
    public string Language => Person.Language;
    public IReadOnlyList<Membership> Memberships => Person.Memberships;

    /// <summary>The program that one works in: the chosen one, or the only one.</summary>
    /// <exception cref="InvalidOperationException">An administrator of an installation without a program.</exception>
    public Guid ProgramId => program ?? throw new InvalidOperationException("There is no program.");

    public bool HasProgram => program is not null;

    /// <summary>The programs that one may choose from.</summary>
    public IReadOnlyList<Guid> Programs { get; private set; } = [];

    /// <summary>What the program that one works in is called.</summary>
    public string? ProgramName { get; private set; }

    /// <summary>Which version of that program holds.</summary>
    public int ProgramVersion { get; private set; }

    /// <summary>How many notices one had not read when the request began.</summary>
    public int Unread { get; private set; }

    /// <summary>How many of these lead to the page that is asked for.</summary>
    public int UnreadHere { get; private set; }

    /// <summary>Whether something was announced in the program that one works in which one has not read.</summary>
    public bool IsAnnouncedTo { get; private set; }

    /// <summary>Which of a pair one is in the program one works in; nothing for staff.</summary>
    public Side? Side => IsIn(Role.Mentee) ? LetterExchange.Side.Mentee : IsIn(Role.Mentor) ? LetterExchange.Side.Mentor : null;

    /// <summary>Whether one has the role in the program that one works in (an administrator: anywhere).</summary>
    public bool IsIn(Role role) => person?.IsIn(role, program) ?? false;

    public bool IsIn(Role role, Guid programId) => person?.IsIn(role, programId) ?? false;

    /// <summary>Where one lands after signing in.</summary>
    public string Home =>
        person is null ? "/sign-in"
        : IsIn(Role.Mentee) ? "/desk"
        : IsIn(Role.Coordinator) ? "/pulse"
        : IsIn(Role.SafeguardingLead) ? "/concerns"
        : IsIn(Role.Reviewer) || IsIn(Role.Teacher) ? "/review"
        : IsIn(Role.Mentor) ? "/desk"
        : "/admin";

    /// <param name="chosen">The program that the person chose to work in, if it is still one of theirs.</param>
    /// <param name="all">Every program of the installation, for an administrator without one of their own.</param>
    internal void Become(PersonStore.Session session, Guid? chosen, IReadOnlyList<ProgramName> all)
    {
        person = session.Person;
        (Unread, UnreadHere) = (session.Unread, session.UnreadHere);
        var own = person.Memberships.Where(m => m.ProgramId is not null).Select(m => new ProgramName { Id = m.ProgramId!.Value, Name = m.ProgramName ?? "", Version = m.ProgramVersion });
        var named = own.Concat(all).DistinctBy(one => one.Id).ToDictionary(one => one.Id);
        Programs = [.. named.Keys];
        program = chosen is { } id && named.ContainsKey(id) ? id : Programs.Count > 0 ? Programs[0] : null;
        IsAnnouncedTo = program is { } mine && session.Announced.Contains(mine);
        (ProgramName, ProgramVersion) = program is { } here ? (named[here].Name, named[here].Version) : (null, 0);
    }

    /// <summary>The database could not be asked who this is.</summary>
    internal void CannotBeKnown(Exception failure)
    {
        Nobody();
        Unknown = ExceptionDispatchInfo.Capture(failure);
    }

    /// <summary>Why it is not known who this is; nothing when it is.</summary>
    internal ExceptionDispatchInfo? Unknown { get; private set; }

    internal void Nobody() => (person, program, Programs, ProgramName, ProgramVersion, Unread, UnreadHere, IsAnnouncedTo) = (null, null, [], null, 0, 0, 0, false);
}
