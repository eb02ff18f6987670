using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

public sealed class RoutesTests
{
    [TestCase(Category.Selfharm, Route.Safeguarding, Route.Safeguarding)]
    [TestCase(Category.Abuse, Route.Safeguarding, Route.Safeguarding)]
    [TestCase(Category.Neglect, Route.Safeguarding, Route.Safeguarding)]
    [TestCase(Category.Sexual, Route.Safeguarding, Route.Safeguarding)]
    [TestCase(Category.Threat, Route.Safeguarding, Route.Safeguarding)]
    [TestCase(Category.Secrecy, Route.Safeguarding, Route.Safeguarding)]
    [TestCase(Category.Offplatform, Route.Attention, Route.Safeguarding)]
    [TestCase(Category.Meeting, Route.Attention, Route.Safeguarding)]
    [TestCase(Category.Gift, Route.Attention, Route.Safeguarding)]
    [TestCase(Category.Image, Route.Attention, Route.Safeguarding)]
    [TestCase(Category.Finance, Route.Attention, Route.Safeguarding)]
    [TestCase(Category.Bullying, Route.Attention, Route.Safeguarding)]
    [TestCase(Category.Phone, Route.Attention, Route.Attention)]
    [TestCase(Category.Surname, Route.Attention, Route.Attention)]
    [TestCase(Category.Profanity, Route.Attention, Route.Attention)]
    public void A_finding_leads_to_the_route_of_its_category(string category, Route mentee, Route mentor)
    {
        Finding[] findings = [new(category, 0, 1, "test", 1)];
        Assert.That((Routes.Of(findings, Side.Mentee), Routes.Of(findings, Side.Mentor)), Is.EqualTo((mentee, mentor)));
    }

    [Test]
    public void An_adult_who_asks_a_child_for_a_detail_goes_to_safeguarding_and_a_child_who_asks_does_not()
    {
        foreach (var category in Category.All.Where(Category.IsPersonalDetail))
        {
            Finding[] findings = [new(category, 0, 1, "test", 1, IsRequest: true)];
            Assert.That((Routes.Of(findings, Side.Mentee), Routes.Of(findings, Side.Mentor)), Is.EqualTo((Route.Attention, Route.Safeguarding)), category);
        }
    }

    [Test]
    public void Without_a_finding_a_letter_takes_the_standard_route() => Assert.That(Routes.Of([], Side.Mentor), Is.EqualTo(Route.Standard));

    [Test]
    public void One_grave_finding_among_many_decides()
    {
        Finding[] findings = [new(Category.Profanity, 0, 1, "test", 1), new(Category.Neglect, 3, 1, "test", 0.1), new(Category.Link, 5, 1, "test", 1)];
        Assert.That(Routes.Of(findings, Side.Mentee), Is.EqualTo(Route.Safeguarding));
    }
}
