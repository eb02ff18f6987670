namespace LetterExchange.Tests;

/// <summary>The people of a term, and what they write to one another.</summary>
static class TermLetters
{
    public const string Hello = "Dear Zofia,\n\nI am Desmond. I mend pianos, and I talk to them while I do it. I look forward to your letters.\n\nDesmond";

    public static readonly ((string name, string surname) Mentee, (string name, string surname) Mentor)[] People =
    [
        (("Zofia", "Nowak"), ("Desmond", "Achebe")), (("Jun-ho", "Seo"), ("Anneke", "Visser")), (("Tariq", "Aziz"), ("Wendy", "Marsh")), (("Leila", "Haddad"), ("Marcus", "Thorne")),
        (("Ingrid", "Dahl"), ("Aroha", "Parata")), (("Pieter", "Smit"), ("Bill", "Harker")), (("Esperanza", "Ruiz"), ("Maribel", "Santos")), (("Farrukh", "Aliyev"), ("Yaw", "Mensah")),
        (("Ruth", "Levy"), ("Helen", "Grant")), (("Kofi", "Boateng"), ("George", "Penn")), (("Linh", "Tran"), ("Karin", "Holm")), (("Mateo", "Silva"), ("Nils", "Berg")),
        (("Saoirse", "Quinn"), ("Olga", "Petrova")), (("Dawit", "Tesfaye"), ("Rosa", "Lind")),
    ];

    /// <summary>The twelve that wait on Monday, from the third pair on: two of mentees, then ten of mentors.</summary>
    public static readonly string[] Waiting =
    [
        "Dear Wendy,\n\nI finished the thunder story twice. When the storm came I was on the bus and nobody said a word, it was like in church.\n\nCan you ring me when it thunders where you are? My number is 07700 900461, I pick up every time.\n\nFrom\nTariq",
        "Dear Marcus,\n\nYou asked what I would buy second hand. A clock that has been on a ship. I would let it be wrong on purpose, because it knows another sea.\n\nMy grandmother says a clock that is wrong is still company.\n\nYours,\nLeila",
        "Dear Ingrid,\n\nThunder over the harbour sounds different, you are right: it comes back from the hills a second time, later and a little offended.\n\nI counted for you as the girl in the story does. Nine seconds. What did you count?\n\nAroha",
        "Dear Pieter,\n\nI have not been to work for two weeks and I sit in the kitchen with the curtains shut. I had some whisky before I wrote this, so forgive the hand.\n\nYou write that your mother worries. Mine stopped. You will see that people get tired of you. It is better not to expect much of anybody.\n\nBill",
        "Dear Esperanza,\n\nYour hedgehog has done what all good guests do: it came late, ate everything and left without saying when it would be back. Leave the saucer out for it, water and no milk.\n\nAnd the story? I thought that the man who sells the thunder was lonely. What did you think?\n\nWarmly,\nMaribel",
        "Hello Farrukh,\n\nI laughed at your list of sounds that nobody would buy. My own is the lift in our building, which sighs at the fourth floor as if it had hoped for the fifth.\n\nWrite me three sounds that you would keep.\n\nYaw",
        "Dear Ruth,\n\nThank you for the drawing of the market. I looked for a long time at the woman who sells only one shoe. Who has the other?\n\nThe third part of the story made me put the book down. I will say why next time, first I want to hear you.\n\nHelen",
        "Dear Kofi,\n\nYou are eleven and you have noticed what took me forty years: that people are quiet in a storm because it is the one time when somebody else is talking.\n\nHow did the match end?\n\nGeorge",
        "Dear Linh,\n\nI tried your soup. I had no lemongrass, so it was a soup of good intentions. My neighbour took two bowls and asked who you are.\n\nIn the story, would you have given the thunder back?\n\nKarin",
        "Hi Mateo,\n\nNo, I have never been struck by lightning, and I have stood under a good many masts. But once the radio played with nobody near it, and we all took off our caps.\n\nWhat is the loudest thing that you have ever heard?\n\nNils",
        "Dear Saoirse,\n\nYour letter had the smell of rain, or I made it up because you describe it so well. I keep it in the book of stories, at the page with the broken umbrella.\n\nYou need not like the ending. I do not like it either.\n\nOlga",
        "Dear Dawit,\n\nI read your sentence about the roof to my choir, without your name, and somebody at the back said: that is how it is.\n\nWe practise on Tuesdays in a hall with a roof like yours. What do you sing when it rains?\n\nRosa",
    ];

    static readonly string[] mentees =
    [
        "I liked the part best where nobody comes and the light is on anyway. In our street there is a shop like that, with one lamp and a cat.",
        "I read it under the table, because there it is like the story. My brother found me and then there were two of us under the table.",
        "The driver says nothing and still they all tell him things. I think that he is tired, and that he would like it if somebody asked.",
        "My notebook for rain has a new page. It rained on a Tuesday and the gutter sang in two voices.",
        "I would have written the ending in another way. Everybody goes home and nobody says thank you.",
        "A hedgehog lives behind our bins now. I put out a saucer of water for it, and in the morning the saucer was empty.",
    ];

    static readonly string[] asks = ["What would you have done?", "Did you have such a place when you were small?", "Which of them would you sit beside?", "Do you think that it is true?"];

    static readonly string[] mentors =
    [
        "I have known a lamp like that. It stood in the window of a watchmaker who had died, and his sister lit it every evening.",
        "Under a table one hears everything. I learned under ours what my aunts thought of my father, and it was kinder than I feared.",
        "You have seen what I had missed: that he is tired. I read it again on the train because of you.",
        "I went out with a jam jar to measure our rain against yours. Eleven millimetres, and a surprised snail.",
        "Then write me your ending. Half a page will do, and nobody will mark it.",
    ];

    public static string OfMentee(int pair, int round)
    {
        var ((mentee, _), (mentor, _)) = People[pair];
        return $"Dear {mentor},\n\n{mentees[(pair + 2 * round) % mentees.Length]}\n\n{asks[(pair + round) % asks.Length]}\n\nYours,\n{mentee}";
    }

    public static string OfMentor(int pair, int round)
    {
        var ((mentee, _), (mentor, _)) = People[pair];
        return $"Dear {mentee},\n\n{mentors[(pair + 3 * round) % mentors.Length]}\n\nAnd you? {asks[(pair + 2 * round + 1) % asks.Length]}\n\nWarm wishes,\n{mentor}";
    }
}
