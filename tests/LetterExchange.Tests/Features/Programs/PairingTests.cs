using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Programs;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PairingTests(Engine engine) : PeopleTest(engine)
{
    [Test]
    public async Task A_mentor_gets_several_mentees_and_those_whose_consent_is_missing_wait()
    {
        var (mentor, amina, kofi) = (await Mentor(cleared: true), await Child("Amina", consent: true), await Child("Kofi", consent: false));
        var made = await Get<Pairing>().Make(Program, mentor, [amina, kofi], await Given.Cohort(), Coordinator);
        Assert.That(made.Single(pair => pair.MenteeId == amina).State, Is.EqualTo(PairState.Active));
        Assert.That(made.Single(pair => pair.MenteeId == kofi).State, Is.EqualTo(PairState.Paused));
    }

    [Test]
    public async Task A_pair_that_waits_goes_on_when_the_clearance_is_recorded()
    {
        var (mentor, amina) = (await Mentor(cleared: false), await Child("Amina", consent: true));
        var pair = await Get<Pairing>().Make(Program, mentor, amina, await Given.Cohort(), Coordinator);
        Assert.That(await State(pair), Is.EqualTo(PairState.Paused));
        await Get<Standing>().Record(mentor, new NewClearance("Police check", Now, Now.AddYears(1)), Coordinator);
        Assert.That(await State(pair), Is.EqualTo(PairState.Active));
    }

    [Test]
    public async Task All_are_paired_or_none()
    {
        var (mentor, amina, kofi) = (await Mentor(cleared: true), await Child("Amina", consent: true), await Child("Kofi", consent: true));
        await Get<Pairing>().Make(Program, mentor, kofi, await Given.Cohort(), Coordinator);
        Assert.That(await Refusal(async () => await Get<Pairing>().Make(Program, mentor, [amina, kofi], await Given.Cohort(), Coordinator)), Is.EqualTo("pair.taken"));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM pairs"), Is.EqualTo(1));
    }

    [Test]
    public async Task Those_without_a_mentor_are_offered_and_mentors_with_the_fewest_first()
    {
        var cohort = await Given.Cohort();
        var (busy, free) = (await Mentor(cleared: true, "busy@example.org"), await Mentor(cleared: false, "free@example.org"));
        var (amina, kofi) = (await Child("Amina", consent: true), await Child("Kofi", consent: false));
        await Get<Pairing>().Make(Program, busy, amina, cohort, Coordinator);
        var choices = Get<PairChoices>();
        Assert.That((await choices.Mentees(Program, cohort)).Select(one => one.Id), Is.EqualTo(new[] { kofi }));
        Assert.That((await choices.Mentors(Program, null, null)).Select(one => (one.Id, one.Mentees)), Is.EqualTo(new[] { (free, 0), (busy, 1) }));
        Assert.That((await choices.Mentors(Program, "nobody", busy)).Select(one => one.Id), Is.EqualTo(new[] { busy }));
        Assert.That((await Get<Settings>().Cohorts(Program)).Single(one => one.Id == cohort), Has.Property("Waiting").EqualTo(1).And.Property("Mentees").EqualTo(2));
    }

    async Task<Guid> Mentor(bool cleared, string email = "henrik@example.org") => (await Roster.Add(Program, Adult(email) with
    {
        Clearance = cleared ? new NewClearance("Police check", Now, Now.AddYears(1)) : null,
    }, Coordinator)).Id;

    async Task<Guid> Child(string name, bool consent) => (await Roster.Add(Program, await Mentee(name) with
    {
        Consent = consent ? new NewConsent(ConsentKind.Guardian, "A parent", "on paper", Now, Now.AddYears(1)) : null,
    }, "a b c", Coordinator)).Id;

    async Task<PairState> State(Guid pair) => (await Get<ProgramStore>().Pair(pair))!.State;
}
