using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;
using LetterExchange.Text;

namespace LetterExchange.Features.Review;

/// <summary>What can be decided about a revision.</summary>
public enum DecisionKind { Approve, Return, Withhold, TakeBack, Raise, Lower, Reopen }

/// <summary>What became of a decision.</summary>
public enum Decided
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The first of two keys is turned; a second person must read it too.</summary>
    FirstKey,

    /// <summary>Somebody was first, or the letter has changed since it was read: show it afresh.</summary>
    SomebodyWasFirst,

    /// <summary>Another reviewer holds it.</summary>
    Claimed,

    /// <summary>This person may not decide on this letter.</summary>
    NotYours,

    /// <summary>The same person cannot turn both keys.</summary>
    OtherPersonNeeded,

    /// <summary>A safeguarding lead must turn the other key.</summary>
    LeadNeeded,

    /// <summary>A disclosure is never returned to have it taken out.</summary>
    DisclosureNotReturned,

    /// <summary>A reason must be given.</summary>
    ReasonNeeded,

    /// <summary>The passage that is to be marked is not in the letter.</summary>
    PassageNotThere,
}

/// <summary>Decisions on letters: each states the version it was made on, is written down for good, and moves the letter in the same transaction.</summary>
public sealed class Decisions(
    Database db, LetterStore letters, Turns turns, ProgramStore programs, ConcernStore concerns, SecondChoice seconds, Notifier notifier, History history, TimeProvider clock, Wakes wakes)
{
    /// <summary>Approves the revision. On the safeguarding route two people must, one of them a safeguarding lead.</summary>
    public Task<Decided> Approve(Guid letterId, int version, Guid reviewer) => Decide(letterId, version, reviewer, LetterAction.Approve, async (tx, letter, by, now) =>
    {
        if (letter.Route != Route.Safeguarding) return await Release(tx, letter, await Write(tx, letter, by, DecisionKind.Approve, null, now), null, now);
        if (await FirstKey(tx, letter) is not { } first) return await TurnFirstKey(tx, letter, by, now);
        if (first.ReviewerId == by.PersonId) return Decided.OtherPersonNeeded;
        if (!first.AsLead && !by.IsLead) return Decided.LeadNeeded;
        return await Release(tx, letter, first, await Write(tx, letter, by, DecisionKind.Approve, null, now), now);
    });

    /// <summary>Returns the letter with a reason in kind words; its text is a draft again and the clock is fair.</summary>
    /// <param name="findings">Those of this revision that are marked for its writer, by their ordinals.</param>
    /// <param name="passage">Another passage of the letter that is marked, where no rule has found it.</param>
    public Task<Decided> Return(Guid letterId, int version, Guid reviewer, string? reason, IReadOnlyCollection<int>? findings = null, string? passage = null) => Decide(letterId, version, reviewer, LetterAction.Return, async (tx, letter, by, now) =>
    {
        if (Words(reason) is not { } words) return Decided.ReasonNeeded;
        if (await HasDisclosure(tx, letter)) return Decided.DisclosureNotReturned;
        if (await Marks.Choose(tx, letter, findings ?? [], passage) is not { } marks) return Decided.PassageNotThere;
        await Marks.Write(tx, letter, (await Write(tx, letter, by, DecisionKind.Return, words, now)).Id, marks);
        if (!await letters.Move(tx, letter, LetterAction.Return, reviewer, new LetterChanges())) return Decided.SomebodyWasFirst;
        await Writing.DraftAgain(tx, letter, now);
        var turn = letter.TurnId is { } id ? await turns.Returned(tx, id, now) : null;
        await TellWriter(tx, letter, NoticeKind.LetterReturned, now, turn is { State: TurnState.Open } ? turn.DueAt : null);
        return Decided.Done;
    });

    /// <summary>Withholds the letter: it is not delivered, its turn is excused, its writer reads kind words. With a note it opens a concern too.</summary>
    public Task<Decided> Withhold(Guid letterId, int version, Guid reviewer, string? reason, bool concern) => Decide(letterId, version, reviewer, LetterAction.Withhold, async (tx, letter, by, now) =>
    {
        if (Words(reason) is not { } words) return Decided.ReasonNeeded;
        await Write(tx, letter, by, DecisionKind.Withhold, words, now);
        if (!await letters.Move(tx, letter, LetterAction.Withhold, reviewer, new LetterChanges())) return Decided.SomebodyWasFirst;
        if (letter.TurnId is { } turn) await turns.Excused(tx, turn, now);
        if (concern) await concerns.OpenFor(tx, letter, ConcernSource.Reviewer, words, reviewer, []);
        await TellWriter(tx, letter, NoticeKind.LetterWithheld, now, null);
        tx.AfterCommit(() => wakes.Wake(Due.Index));
        return Decided.Done;
    });

    /// <summary>Takes an approval back before delivery: the release stands no longer.</summary>
    public Task<Decided> TakeBack(Guid letterId, int version, Guid reviewer) => Decide(letterId, version, reviewer, LetterAction.TakeBack, async (tx, letter, by, now) =>
        await TakeBack(tx, letter, by, letter.Route, now) ? Decided.Done : Decided.SomebodyWasFirst);

    /// <summary>The same within another move of the letter, whose row is locked: it is in review again on this route.</summary>
    internal async Task<bool> TakeBack(Tx tx, Letter letter, Reviewer by, Route route, DateTimeOffset now)
    {
        if (!await letters.Move(tx, letter, LetterAction.TakeBack, by.PersonId, await InReviewAgain(tx, letter, route, now))) return false;
        await tx.Execute("UPDATE releases SET standing = NULL, ended_at = @now WHERE letter_id = @id AND standing = 1", new { id = letter.Id, now });
        await Write(tx, letter, by, DecisionKind.TakeBack, null, now);
        if (route != letter.Route) await Write(tx, letter, by, DecisionKind.Raise, null, now);
        return true;
    }

    /// <summary>Puts the letter on a more careful route (any reviewer), or a lead on a less careful one with a reason. Keys turned before count no more.</summary>
    public Task<Decided> Reroute(Guid letterId, int version, Guid reviewer, Route route, string? reason) => Decide(letterId, version, reviewer, LetterAction.TurnFirstKey, async (tx, letter, by, now) =>
    {
        if (route == letter.Route) return Decided.Done;
        if (route < letter.Route && !by.IsLead) return Decided.LeadNeeded;
        var words = Words(reason);
        if (route < letter.Route && words is null) return Decided.ReasonNeeded;
        await Write(tx, letter, by, route > letter.Route ? DecisionKind.Raise : DecisionKind.Lower, words, now);
        if (!await letters.Move(tx, letter, LetterAction.TurnFirstKey, reviewer, await InReviewAgain(tx, letter, route, now), $"route={route}")) return Decided.SomebodyWasFirst;
        if (route == Route.Safeguarding) await concerns.Alert(tx, letter);
        return Decided.Done;
    });

    /// <summary>The reviewer is worried: opens a concern with the note, which the safeguarding leads alone read, and puts the letter on the safeguarding
    /// route. Its version changes also where it was there already: who reads it now should know.</summary>
    public Task<Decided> Worry(Guid letterId, int version, Guid reviewer, string? note) => Decide(letterId, version, reviewer, LetterAction.TurnFirstKey, async (tx, letter, by, now) =>
    {
        if (Words(note) is not { } words) return Decided.ReasonNeeded;
        var raised = letter.Route < Route.Safeguarding;
        if (raised) await Write(tx, letter, by, DecisionKind.Raise, null, now);
        if (!await letters.Move(tx, letter, LetterAction.TurnFirstKey, reviewer, await InReviewAgain(tx, letter, Route.Safeguarding, now), $"route={Route.Safeguarding}")) return Decided.SomebodyWasFirst;
        await concerns.OpenFor(tx, letter, ConcernSource.Reviewer, words, reviewer, []);
        if (raised) await concerns.Alert(tx, letter);
        return Decided.Done;
    });

    /// <summary>Takes a withheld letter into review again; two people must ask for it.</summary>
    public Task<Decided> Reopen(Guid letterId, int version, Guid reviewer, string? reason) => Decide(letterId, version, reviewer, LetterAction.Reopen, async (tx, letter, by, now) =>
    {
        if (Words(reason) is not { } words) return Decided.ReasonNeeded;
        var first = await tx.Find<Guid?>("""
            SELECT d.reviewer_id FROM decisions d WHERE d.letter_id = @id AND d.number = @revision AND d.kind = 'Reopen'
               AND d.ordinal > (SELECT MAX(w.ordinal) FROM decisions w WHERE w.letter_id = @id AND w.kind = 'Withhold')
            """, new { id = letter.Id, revision = letter.Revision });
        if (first == by.PersonId) return Decided.OtherPersonNeeded;
        await Write(tx, letter, by, DecisionKind.Reopen, words, now);
        if (first is null) return Decided.FirstKey;
        return await letters.Move(tx, letter, LetterAction.Reopen, reviewer, await InReviewAgain(tx, letter, letter.Route, now)) ? Decided.Done : Decided.SomebodyWasFirst;
    });

    /// <summary>Screening by changed rules has found more: the letter goes on a more careful route, an approved one is in review again, and keys turned before count no more. Nobody has decided
    /// this, so it is a line of history and no decision. False when somebody was first.</summary>
    /// <param name="rules">By which it was screened.</param>
    internal async Task<bool> Raise(Tx tx, Letter letter, Route route, int rules, string codes)
    {
        var now = clock.Now();
        var again = letter.State == LetterState.Withheld ? new LetterChanges { Route = route } : await InReviewAgain(tx, letter, route, now);
        if (!await letters.Move(tx, letter, LetterAction.Rescreen, Actor.Service, again with { NotScreened = false, ScreenedBy = rules }, codes)) return false;
        await tx.Execute("UPDATE releases SET standing = NULL, ended_at = @now WHERE letter_id = @id AND standing = 1", new { id = letter.Id, now });
        await tx.Execute("UPDATE letters SET keys_after = (SELECT COALESCE(MAX(d.ordinal), 0) FROM decisions d WHERE d.letter_id = letters.id) WHERE id = @id", new { id = letter.Id });
        tx.AfterCommit(() => wakes.Wake(Due.Queue));
        if (route != Route.Safeguarding) return true;
        await concerns.OpenFor(tx, letter, ConcernSource.Screening, "", null, []);
        await concerns.Alert(tx, letter);
        return true;
    }

    async Task<Decided> Decide(Guid letterId, int version, Guid reviewer, LetterAction action, Func<Tx, Letter, Reviewer, DateTimeOffset, Task<Decided>> rest)
    {
        try
        {
            return await db.Transact(async tx =>
            {
                var now = clock.Now();
                if (await letters.Take(tx, letterId) is not { } letter) return Decided.NotYours;
                if (await Reviewers.Of(tx, reviewer, letterId) is not { } by) return Decided.NotYours;
                if (letter.Version != version || !letter.Can(action)) return Decided.SomebodyWasFirst;
                if (await ClaimStore.HeldByAnother(tx, letterId, reviewer, now)) return Decided.Claimed;
                var decided = await rest(tx, letter, by, now);
                if (decided is Decided.SomebodyWasFirst) throw new Refused();
                if (decided is Decided.Done or Decided.FirstKey) await ClaimStore.End(tx, letterId);
                return decided;
            });
        }
        catch (Refused)
        {
            return Decided.SomebodyWasFirst;
        }
    }

    async Task<Decided> Release(Tx tx, Letter letter, Key first, Key? second, DateTimeOffset now)
    {
        var program = await programs.Find(tx, letter.ProgramId);
        await tx.Execute("""
            INSERT INTO releases (id, letter_id, revision, sha256, route, writer_id, reader_id, first_decision_id, first_reviewer_id,
                                  second_decision_id, second_reviewer_id, lead_id, standing, at)
            SELECT @id, v.letter_id, v.number, v.sha256, @Route, v.writer_id, v.reader_id, @firstKey, @firstReviewer, @secondKey, @secondReviewer, @lead, 1, @now
              FROM revisions v WHERE v.letter_id = @letterId AND v.number = @Revision
            """, new
        {
            id = clock.New(), letterId = letter.Id, letter.Revision, letter.Route, now,
            firstKey = first.Id, firstReviewer = first.ReviewerId, secondKey = second?.Id, secondReviewer = second?.ReviewerId,
            lead = second is null ? null : first.AsLead ? first.ReviewerId : (Guid?)second.ReviewerId,
        });
        var deliverAt = now.AddSeconds(program!.Policies.DeliveryDelaySeconds);
        if (await seconds.Note(tx, letter, first.ReviewerId, program.Policies, now) is { } until && until > deliverAt) deliverAt = until;
        if (!await letters.Move(tx, letter, LetterAction.Approve, (second ?? first).ReviewerId, new LetterChanges { DeliverAt = deliverAt })) return Decided.SomebodyWasFirst;
        tx.AfterCommit(() =>
        {
            Steps.Pass("approve");
            wakes.WakeAt(Due.Deliver, deliverAt);
        });
        return Decided.Done;
    }

    async Task<Decided> TurnFirstKey(Tx tx, Letter letter, Reviewer by, DateTimeOffset now)
    {
        await Write(tx, letter, by, DecisionKind.Approve, null, now);
        var kept = await tx.Get<LetterChanges>("SELECT review_since, review_until, review_by, review_step FROM letters WHERE id = @id", new { id = letter.Id });
        return await letters.Move(tx, letter, LetterAction.TurnFirstKey, by.PersonId, kept)
            ? Decided.FirstKey : Decided.SomebodyWasFirst;
    }

    /// <summary>The first key that still counts: an approval of this revision after which nothing has happened, nor has screening found more.</summary>
    static Task<Key?> FirstKey(Tx tx, Letter letter) => tx.Find<Key>("""
        SELECT d.id, d.reviewer_id, d.as_lead FROM decisions d JOIN letters l ON l.id = d.letter_id
         WHERE d.letter_id = @id AND d.number = @revision AND d.kind = 'Approve' AND d.ordinal > l.keys_after
           AND NOT EXISTS (SELECT 1 FROM decisions v WHERE v.letter_id = d.letter_id AND v.kind <> 'Approve' AND v.ordinal > d.ordinal)
         ORDER BY d.ordinal LIMIT 1
        """, new { id = letter.Id, revision = letter.Revision });

    async Task<Key> Write(Tx tx, Letter letter, Reviewer by, DecisionKind kind, string? reason, DateTimeOffset now)
    {
        var key = new Key { Id = clock.New(), ReviewerId = by.PersonId, AsLead = by.IsLead };
        await tx.Execute("""
            INSERT INTO decisions (id, letter_id, number, ordinal, reviewer_id, kind, as_lead, reason, at)
            SELECT @Id, @letterId, @Revision, COALESCE(MAX(d.ordinal), 0) + 1, @ReviewerId, @kind, @AsLead, @reason, @now
              FROM decisions d WHERE d.letter_id = @letterId
            """, new { key.Id, letterId = letter.Id, letter.Revision, key.ReviewerId, kind, key.AsLead, reason, now });
        await history.Record(tx, $"decision.{kind.ToString().ToLowerInvariant()}", letter.Id, by.PersonId, letter.PairId, letter.ProgramId, $"revision={letter.Revision}");
        return key;
    }

    async Task<LetterChanges> InReviewAgain(Tx tx, Letter letter, Route route, DateTimeOffset now)
    {
        var (policies, since) = ((await programs.Find(tx, letter.ProgramId))!.Policies, letter.ReviewSince ?? now);
        return new LetterChanges { Route = route, ReviewSince = since, ReviewUntil = ServiceLevel.End(policies, route, since), ReviewBy = ServiceLevel.End(policies, route, now) };
    }

    /// <summary>What was typed, as it is stored; nothing for no words.</summary>
    static string? Words(string? typed) => TextNormal.Of(typed ?? "").Trim() is { Length: > 0 } words ? words : null;

    static async Task<bool> HasDisclosure(Tx tx, Letter letter) => await tx.Find<string>("""
        SELECT category FROM findings WHERE letter_id = @id AND number = @revision AND category LIKE 'disclosure.%'
        """, new { id = letter.Id, revision = letter.Revision }) is not null;

    async Task TellWriter(Tx tx, Letter letter, NoticeKind kind, DateTimeOffset now, DateTimeOffset? due)
    {
        if (await programs.HoldPair(tx, letter.PairId) is not { } pair || !pair.IsLive(now)) return;
        await notifier.Tell(tx, new Telling(letter.WriterId, letter.ProgramId, kind, letter.Id, $"{letter.Revision}", letter.AddressFor(letter.WriterId),
            due is { } at ? [pair.NameOf(letter.ReaderId), at.ToString("O")] : [pair.NameOf(letter.ReaderId)]));
    }

    sealed record Key
    {
        public Guid Id { get; init; }
        public Guid ReviewerId { get; init; }
        public bool AsLead { get; init; }
    }

    /// <summary>Rolls the transaction back: the decision was written but the letter had moved.</summary>
    sealed class Refused : Exception;
}
