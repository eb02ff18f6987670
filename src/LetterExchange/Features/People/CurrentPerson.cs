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

    /// <summary>Which of a pair one is in the program one works in; nothing for staff.</summary>
    public Side? Side => IsIn(Role.Mentee) ? LetterExchange.Side.Mentee : IsIn(Role.Mentor) ? LetterExchange.Side.Mentor : null;

    /// <summary>Whether one has the role in the program that one works in (an administrator: anywhere).</summary>
    public bool IsIn(Role role) => person?.IsIn(role, program) ?? false;

    public bool IsIn(Role role, Guid programId) => person?.IsIn(role, programId) ?? false;

    /// <summary>Where one lands after signing in.</summary>
    public string Home =>
        person is null ? "/sign-in"
        : IsIn(Role.Mentee) ? "/desk"
        : IsIn(Role.Coordinator) ? "/pairs"
        : IsIn(Role.SafeguardingLead) ? "/concerns"
        : IsIn(Role.Reviewer) || IsIn(Role.Teacher) ? "/review"
        : IsIn(Role.Mentor) ? "/desk"
        : "/admin";

    /// <param name="chosen">The program that the person chose to work in, if it is still one of theirs.</param>
    /// <param name="all">Every program of the installation, for an administrator without one of their own.</param>
    internal void Become(Person who, Guid? chosen, IReadOnlyList<Guid> all)
    {
        person = who;
        var own = who.Memberships.Where(m => m.ProgramId is not null).Select(m => m.ProgramId!.Value);
        Programs = [.. own.Concat(all).Distinct()];
        program = chosen is { } id && Programs.Contains(id) ? id : Programs.Count > 0 ? Programs[0] : null;
    }

    /// <summary>The database could not be asked who this is.</summary>
    internal void CannotBeKnown(Exception failure)
    {
        Nobody();
        Unknown = ExceptionDispatchInfo.Capture(failure);
    }

    /// <summary>Why it is not known who this is; nothing when it is.</summary>
    internal ExceptionDispatchInfo? Unknown { get; private set; }

    internal void Nobody() => (person, program, Programs) = (null, null, []);
}
