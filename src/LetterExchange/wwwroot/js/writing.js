// Keeps a letter in this browser at once and at the service every few seconds while it is being written, and says what it holds. Without it the buttons do the same.

import "./vault.js";

const form = document.querySelector("[data-writing]");
const text = form?.querySelector("textarea");

if (form && text) {
  const soon = 1000; // after the last key, in milliseconds
  const latest = 2500; // after the first key that is not kept yet
  const patience = 10000; // for an answer
  const kept = form.querySelector("[data-kept]");
  const words = form.querySelector("[data-words]");
  const room = form.querySelector("[data-room]");
  const mirror = form.querySelector("[data-mirror]");
  const hints = form.querySelector("[data-hints]");
  const button = form.querySelector("[data-button]");
  const troubles = [...form.querySelectorAll("[data-trouble]")];
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  const plural = new Intl.PluralRules(document.documentElement.lang);

  let there = form.dataset.unkept === "yes" ? null : text.defaultValue; // as the service has it: there may be more on the paper before this runs
  let unanswered = null; // what was sent and may have arrived: it is sent again as it was, so that the service knows it for its own
  let asking = null;
  let timer = 0;
  let first = 0;
  let failed = 0;
  let ended = false; // nothing can be kept here any more
  let sending = false;

  const asKept = "kept" in document.documentElement.dataset; // this page came out of the browser: there was no network
  let held = false; // whether this browser has all that is on the paper
  let given = false; // whether the paper has all that this browser had
  let holding = Promise.resolve();
  let newest = 0;

  const field = (name) => form.elements.namedItem(name);
  const at = () => new URL(form.action).pathname;

  // Each key at once. One after the other, and of those that wait only the newest.
  const hold = () => {
    if (!vault.usable) return;
    held = false;
    const number = ++newest;
    holding = holding.then(async () => {
      if (number !== newest) return;
      const words = text.value;
      held = await vault.keep("drafts", at(), {
        text: words, up: words === there, version: field("Version").value, new: field("New")?.value, keep: form.dataset.keep, title: document.querySelector("h1").textContent, when: Date.now(),
      });
      form.dataset.held = held ? words.length : "";
    }).catch(() => { held = false; });
  };

  // What was typed before this ran, on top of what came with the page; a browser that comes back may have filled in an older state of the same words.
  const early = (before) => before.startsWith(text.value) ? ""
    : text.value.startsWith(text.defaultValue) ? text.value.slice(text.defaultValue.length) : `\n\n${text.value}`;

  // What had not gone up when this page was left. Whether the service has another version meanwhile is found when it is kept, by its number: no clock is asked.
  const giveBack = async () => {
    await globalThis.entered;
    if (location.hash === "#kept") {
      // The service has what was on the paper, or its version was chosen. A free letter had another address before it had begun.
      for (const draft of await vault.drafts()) if (draft.at === at() || (draft.new && at().includes(draft.new))) await vault.remove("drafts", draft.at);
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    const before = await vault.find("drafts", at());
    if (before && before.text !== text.value && (asKept || !before.up)) {
      text.value = before.text + early(before.text);
      field("Version").value = before.version;
      if (before.new && field("New")) field("New").value = before.new;
      there = before.up ? before.text : null;
      if (text.value !== there) {
        trouble("back");
        later(0);
      }
      count();
    }
    hold();
  };

  const trouble = (name, said) => {
    if (["offline", "signedout"].includes(name) && held) name += "-here";
    for (const one of troubles) {
      const shown = one.dataset.trouble === name;
      if (shown && said) one.textContent = said;
      if (one.hidden === shown) one.hidden = !shown;
    }
  };

  const say = (element, said) => {
    if (element.textContent !== said) element.textContent = said;
  };

  const count = () => {
    const many = text.value.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    say(words, (plural.select(many) === "one" ? words.dataset.wordsOne : words.dataset.wordsMany).replace("{0}", numbers.format(many)));
    const length = text.value.trimEnd().length;
    const left = form.dataset.most - length;
    room.hidden = length < form.dataset.nearly;
    room.className = left < 0 ? "bad" : "";
    say(room, (left < 0 ? room.dataset.roomOver : room.dataset.roomLeft).replace("{0}", numbers.format(Math.abs(left))));
  };

  const make = (name, content = []) => {
    const element = document.createElement(name);
    element.append(...[content].flat());
    return element;
  };

  // Said once: what stands there already is not said again.
  let hinted = null;
  const hint = (told) => {
    if (hinted === (hinted = JSON.stringify(told))) return;
    const list = make("ul", told.map(({ words, said }) => make("li", [
      make("p", words.flatMap((passage) => {
        const quoted = make("q", passage);
        quoted.dir = "auto";
        quoted.lang = "";
        return [quoted, " "];
      })),
      make("p", said),
    ])));
    list.className = "marks";
    list.setAttribute("role", "list");
    hints.replaceChildren(...(told.length ? [make("p", hints.dataset.hints), list] : []));
  };

  const heard = (answer, sent) => {
    failed = 0;
    unanswered = null;
    if (answer.refused && answer.refused !== "TooLong") {
      ended = true;
      trouble("refused", answer.said);
      // Two versions: the button shows both. A letter that is gone: it gives the text back.
      button.hidden = false;
      if (answer.refused === "ChangedElsewhere") button.textContent = button.dataset.buttonBoth;
      return;
    }
    trouble(answer.refused ? "refused" : null, answer.said);
    if (answer.refused) return;
    there = sent;
    const from = at();
    field("Version").value = answer.version;
    say(kept, answer.said);
    mirror?.replaceChildren(...(answer.mirror ?? []).map((said) => {
      const line = document.createElement("p");
      line.textContent = said;
      return line;
    }));
    hint(answer.hints ?? []);
    if (answer.address !== location.pathname) {
      // A free letter has begun and has an address of its own now.
      history.replaceState(history.state, "", answer.address);
      form.action = `${answer.address}?handler=Read`;
      form.dataset.keep = `${answer.address}?handler=Keep`;
      button.formAction = form.dataset.keep;
      if (vault.usable) holding = holding.then(() => vault.remove("drafts", from)).catch(() => {});
    }
    hold();
  };

  const lost = (status) => {
    failed++;
    if (status === 401) trouble("signedout");
    else if (status >= 400 && status < 500) trouble("gone");
    else trouble("offline");
  };

  // A page that has stood for long, or came out of the browser, may hold a token of a session that is over: another one comes with the page itself.
  const renew = async () => {
    const page = await fetch(location.href, { redirect: "error", signal: AbortSignal.timeout(patience) });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-writing] [name=__RequestVerificationToken]");
    if (fresh) field("__RequestVerificationToken").value = fresh.value;
  };

  const ask = async (sent, leaving) => {
    const body = new FormData(form);
    body.set("Text", sent);
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body, headers: { Accept: "application/json" }, redirect: "error",
        keepalive: leaving && sent.length < 15000, // A browser lets no more than 64 kB outlive its page.
        signal: AbortSignal.timeout(patience),
      });
      if (answer.ok) heard(await answer.json(), sent);
      else {
        unanswered = null;
        if (answer.status === 400) await renew();
        lost(answer.status);
      }
    } catch {
      unanswered = sent;
      lost(0);
    }
  };

  const keep = async (leaving = false) => {
    clearTimeout(timer);
    timer = 0;
    if (asking || ended || sending || text.value === there) return asking;
    first = 0;
    asking = ask(unanswered ?? text.value, leaving);
    await asking;
    asking = null;
    if (text.value !== there) later(failed ? Math.min(2 ** failed * 1000, 30000) : soon);
  };

  const later = (wait) => {
    if (ended || sending) return;
    clearTimeout(timer);
    first ||= Date.now();
    timer = setTimeout(keep, failed ? wait : Math.max(0, Math.min(wait, first + latest - Date.now())));
  };

  text.addEventListener("input", () => {
    hold();
    count();
    if (!failed || !(timer || asking)) later(soon);
  });
  text.addEventListener("blur", () => keep());
  document.addEventListener("visibilitychange", () => keep(document.hidden));
  window.addEventListener("pagehide", () => {
    unanswered = asking ? unanswered : text.value === there ? null : text.value;
    keep(true);
  });
  window.addEventListener("online", () => keep());

  // Leaving keeps what is there; only where that may fail the browser asks.
  window.addEventListener("beforeunload", (event) => {
    if (sending || text.value === there || held) return;
    if (failed || ended || asking) event.preventDefault();
    else keep(true);
  });

  // A keep that is under way is waited for, so that the form carries the version that it makes.
  form.addEventListener("submit", (event) => {
    if (asking) {
      event.preventDefault();
      asking.then(() => setTimeout(() => form.requestSubmit(event.submitter)));
      return;
    }
    sending = true;
    clearTimeout(timer);
    if (given) field("Held").value = "yes";
  });
  window.addEventListener("pageshow", () => {
    sending = false;
    keep();
  });

  button.hidden = true;
  count();
  if (text.value !== there) later(soon);
  if (vault.usable) {
    // Until it is known whether there are newer words here, none are typed over them.
    text.readOnly = true;
    const waited = setTimeout(() => { text.readOnly = false; }, 1500);
    giveBack().then(() => { given = true; }).catch(() => {}).finally(() => {
      clearTimeout(waited);
      text.readOnly = false;
    });
  }
}
