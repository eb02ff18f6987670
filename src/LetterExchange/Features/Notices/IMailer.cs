namespace LetterExchange.Features.Notices;

/// <summary>The outside edge: takes a mail out of the house.</summary>
public interface IMailer
{
    /// <summary>Hands the mail over. When this returns, somebody else answers for it.</summary>
    /// <exception cref="MailFailure">It was not taken, or nobody knows whether it was; says what that means for another try.</exception>
    Task Send(OutgoingMail mail, CancellationToken stopping);
}

/// <summary>One mail, ready to go. Never holds anything that a child wrote.</summary>
/// <param name="MessageId">Without angle brackets; a repeat of the same mail has the same.</param>
/// <param name="Headers">Further headers, such as List-Unsubscribe.</param>
public sealed record OutgoingMail(
    string MessageId, string ToAddress, string ToName, string Subject, string Text, string Html, IReadOnlyDictionary<string, string> Headers);

/// <summary>What a failure to send means for another try.</summary>
public enum MailTrouble
{
    /// <summary>This address takes no mail: another try is useless.</summary>
    Address,

    /// <summary>This mail is refused for good, for a reason that is not the address.</summary>
    Refused,

    /// <summary>Not now, this mail: try again later, others may pass.</summary>
    Later,

    /// <summary>The mail server can't be reached, hangs, or does not let us in: nothing will pass for a while.</summary>
    Server,
}

/// <summary>Why a mail was not taken.</summary>
/// <param name="code">A short code for the administrator, such as <c>550</c> or <c>connect</c>; never the server's own words, which may quote the mail.</param>
public sealed class MailFailure(MailTrouble trouble, string code, Exception? cause = null) : IOException($"The mail was not taken ({code}).", cause)
{
    public MailTrouble Trouble => trouble;

    public string Code => code;

    /// <summary>Whether it may have been taken all the same: the server had the mail, and its answer did not come.</summary>
    public bool MayHaveArrived { get; init; }
}
