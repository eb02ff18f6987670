// Keeps pages and unsent words for times without a network, for the person who is signed in and for nobody else (vault.js), and clears them when that person goes.

import "./vault.js";

const root = document.documentElement;
const most = 8; // pages that are fetched in advance
const longest = 14 * 86400000; // so long a copy of what the service has is kept, in milliseconds
const { who } = root.dataset; // Empty where nobody is signed in; not there at all on a page that does not know.

const say = () => {
  const note = document.querySelector("[data-kept-note]");
  if (!note || !root.dataset.kept) return;
  const at = new Intl.DateTimeFormat(root.lang, { weekday: "long", hour: "numeric", minute: "2-digit" }).format(new Date(Number(root.dataset.kept)));
  note.textContent = note.textContent.replace("{0}", at);
  note.hidden = false;
};

// This page, the story and the paper that a desk leads to, the parts of a story: they are wanted next.
const ahead = async () => {
  if (!["desk", "story", "write"].some((one) => document.body.classList.contains(one))) return;
  const links = document.body.classList.contains("write") ? [] : document.querySelectorAll('main a:is([href^="/turns/"], [href^="/assignments/"], [href$="/write"])');
  const wanted = [location, ...links].map((one) => one.pathname + one.search);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: [...new Set(wanted)].slice(0, most) });
};

const token = () => document.querySelector("form.out [name=__RequestVerificationToken]")?.value ?? "";

// Sends up what could not go up where it was written. What the service has or has got now is let go; the rest is given back.
const deliver = async () => {
  const left = [];
  for (const draft of await vault.drafts()) {
    if (draft.up) {
      if (Date.now() - draft.when > longest) await vault.remove("drafts", draft.at);
      continue;
    }
    const body = new FormData();
    for (const [name, value] of Object.entries({ Text: draft.text, Version: draft.version, New: draft.new ?? "", __RequestVerificationToken: token() })) body.set(name, value);
    try {
      const answer = await fetch(draft.keep, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok && !(await answer.json()).refused) await vault.remove("drafts", draft.at);
      else left.push(draft);
    } catch {
      left.push(draft);
    }
  }
  return left;
};

// A letter that is read through once more has gone up as it stands there.
const settle = async () => {
  const proof = document.querySelector("[data-proof]");
  const draft = proof && (await vault.find("drafts", proof.dataset.proof));
  if (draft && draft.text.replaceAll("\r", "") === proof.querySelector("[name=Text]").value.replaceAll("\r", "")) await vault.remove("drafts", proof.dataset.proof);
};

const show = (left) => {
  const unsent = document.querySelector("[data-unsent]");
  if (!unsent) return;
  const list = unsent.querySelector("ul");
  list.replaceChildren(...left.map((draft) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = draft.at;
    link.className = "row tall";
    link.textContent = draft.title;
    row.append(link);
    return row;
  }));
  unsent.hidden = left.length === 0;
};

const start = async () => {
  if (!who) {
    await vault.leave();
    return;
  }
  if (root.dataset.kept) {
    show((await vault.drafts()).filter((draft) => !draft.up));
    return;
  }
  await globalThis.entered;
  await settle();
  if (!document.querySelector("[data-writing]")) show(await deliver());
  await navigator.serviceWorker?.register(`/sw.js?language=${root.lang}`);
  await ahead();
};

// What is kept here goes with the person; what had not gone up goes up first.
document.querySelector("form.out")?.addEventListener("submit", async (event) => {
  if (!vault.usable || event.target.dataset.cleared) return;
  event.preventDefault();
  try {
    await Promise.race([deliver(), new Promise((resolve) => setTimeout(resolve, 5000))]);
    await vault.clear();
  } finally {
    event.target.dataset.cleared = "yes";
    delete event.target.dataset.sent;
    event.target.requestSubmit();
  }
});

say();
if (vault.usable && who !== undefined) {
  globalThis.entered = who && !root.dataset.kept ? vault.enter(who).catch(() => {}) : Promise.resolve();
  globalThis.ready = start().catch(() => {});
}
