using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>What the roster knows is looked for in the spellings of a child, and not taken for the words that it resembles.</summary>
public sealed class IdentityTests
{
    static readonly Roster Roster = new(
        new RosterPerson { Given = "Ivy", Surname = "Stone", School = "Harbour Lane School", Town = "Welcome" },
        new RosterPerson { Given = "Graham", Surname = "King-Adeyemi", Employer = "Caldera Games", Town = "Los Almendros" });

    [TestCase("Yours, Ivy Stone", "Stone")]
    [TestCase("S-T-O-N-E, like a pebble", "S-T-O-N-E")]
    [TestCase("the name is Stone on my card", "Stone")]
    [TestCase("Graham King-Adеyemi, writing", "King-Adеyemi")]
    [TestCase("they call him Mr Adeyemi", "Adeyemi")]
    [TestCase("ivy stone, that is me", "stone")]
    public void A_surname_is_marked(string text, string passage) => Marks(Category.Surname, text, passage);

    [TestCase("I found a stone with a hole in it.")]
    [TestCase("Stone by stone the wall grew.")]
    [TestCase("The sword in the stone was pulled by King Arthur.")]
    [TestCase("Emma Stone was in the film.")]
    [TestCase("We read about the Stone Age.")]
    public void A_thing_or_a_stranger_of_that_name_is_not(string text) => Marks(Category.Surname, text, null);

    [TestCase("At Harbour Lane School we have newts.", "Harbour Lane School")]
    [TestCase("harbour lane school has newts", "harbour lane school")]
    [TestCase("Everyone at Harbour Lane knows me.", "Harbour Lane")]
    public void The_school_is_marked(string text, string passage) => Marks(Category.School, text, passage);

    [TestCase("We walked down a lane to the harbour. School was closed.")]
    [TestCase("My school has newts.")]
    public void Another_school_is_not(string text) => Marks(Category.School, text, null);

    [TestCase("We live in Welcome, by the sea.", "Welcome")]
    [TestCase("Saludos desde Los Almendros.", "Los Almendros")]
    [TestCase("I work at Caldera Games all day.", "Caldera Games")]
    [TestCase("Here at Caldera it rains.", "Caldera")]
    public void Town_and_employer_are_marked(string text, string passage) => Marks(Category.Place, text, passage);

    [TestCase("Welcome back from your dig!")]
    [TestCase("You are welcome, always.")]
    [TestCase("Ya han florecido los almendros del patio. Qué bien.")]
    public void Ordinary_words_are_no_place(string text) => Marks(Category.Place, text, null);

    [TestCase("My birthday is 3 May.", "My birthday is 3 May")]
    [TestCase("I was born on the 3rd of May 2014!", "I was born on the 3rd of May 2014")]
    [TestCase("DOB 03/22/2011, loves eels", "DOB 03/22/2011")]
    [TestCase("Je suis né le 2 février 2012.", "Je suis né le 2 février 2012")]
    [TestCase("Nací el veintiuno de marzo.", "Nací el veintiuno de marzo")]
    [TestCase("I will be eleven on 6 November and", "I will be eleven on 6 November")]
    public void A_birthday_with_its_day_is_marked(string text, string passage) => Marks(Category.Birthdate, text, passage);

    [TestCase("I am eleven and a half.")]
    [TestCase("My birthday is in June.")]
    [TestCase("Amelia Earhart was born on 24 July 1897.")]
    [TestCase("On 3 May we planted beans.")]
    public void An_age_a_month_or_a_date_of_history_is_none(string text) => Marks(Category.Birthdate, text, null);

    [Test]
    public void Without_a_roster_no_name_is_looked_for() =>
        Assert.That(Screener.Screen(new ScreeningInput("Ivy Stone of Harbour Lane School in Welcome", Side.Mentee, "en")).Findings, Is.Empty);

    [Test]
    public void A_roster_with_gaps_is_no_obstacle()
    {
        var roster = new Roster(new RosterPerson { Surname = "", School = " ", Town = null }, null);
        Assert.That(Screener.Screen(new ScreeningInput("Ivy Stone", Side.Mentee, "en", roster)).Findings, Is.Empty);
    }

    static void Marks(string category, string text, string? passage)
    {
        var found = Screener.Screen(new ScreeningInput(text, Side.Mentee, "en", Roster)).Findings.Where(finding => finding.Category == category)
            .Select(finding => text.Substring(finding.Start, finding.Length)).ToList();
        Assert.That(found, Is.EqualTo(passage is null ? [] : new[] { passage }));
    }
}
