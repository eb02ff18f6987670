// Makes reviewing quick: keys, and a note that follows the ticked findings. Without it everything is there to be clicked and typed.

const root = document.documentElement;
const keys = document.querySelector("[data-keys]");
const switched = keys?.querySelector("[data-keys-on]");
const buttons = new Map([...document.querySelectorAll("[data-key]")].map((button) => [button.dataset.key, button]));

// A box for one character does not mind keys; a field in which one types does.
const types = (element) => element.closest("textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable]") !== null;

const use = (on) => {
  root.toggleAttribute("data-keys-used", on);
  try {
    localStorage.setItem("review-keys", on ? "on" : "off");
  } catch {
    // Where nothing may be kept, the choice is the page's.
  }
};

const remembered = () => {
  try {
    return localStorage.getItem("review-keys") !== "off";
  } catch {
    return true;
  }
};

if (keys && switched) {
  keys.hidden = false;
  switched.checked = remembered();
  use(switched.checked);
  switched.addEventListener("change", () => use(switched.checked));
}

const open = (panel) => {
  panel.open = true;
  panel.querySelector("textarea")?.focus();
};

// The panels of one name close one another, also in browsers that do not do it by themselves.
for (const panel of document.querySelectorAll(".decide details[name]")) {
  panel.addEventListener("toggle", () => {
    if (!panel.open) return;
    for (const other of document.querySelectorAll(".decide details[name][open]")) if (other !== panel) other.open = false;
    if (!panel.contains(document.activeElement) || document.activeElement.matches("summary")) panel.querySelector("textarea")?.focus();
  });
}

// One finding is at hand: the key marks it, and goes on to the next.
let finding = -1;
const marked = [...document.querySelectorAll(".finds li")];
const atHand = () => marked[Math.max(finding, 0)];
const point = () => marked.forEach((each) => each.classList.toggle("at", each === atHand()));
const findings = [...document.querySelectorAll(".letter mark[id], .letter sup[id]")].sort((a, b) => a.id.slice(1) - b.id.slice(1));
const nextFinding = () => {
  if (findings.length === 0) return;
  finding = (finding + 1) % findings.length;
  point();
  const mark = findings[finding];
  mark.scrollIntoView({ block: "center" });
  const link = mark.querySelector("sup a, a") ?? document.querySelector(`.letter a[href="#n${mark.id.slice(1)}"]`);
  link?.focus({ preventScroll: true });
};

// A verdict is sent beside the page, so that nothing that was typed is lost; where that does not work it is sent as without a script.
const judge = async (button) => {
  const form = button.form;
  const body = new FormData(form);
  body.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error();
  } catch {
    sendPlainly = true;
    form.requestSubmit(button);
    return;
  }
  for (const each of button.parentElement.querySelectorAll("[data-verdict]")) {
    const given = each === button && each.getAttribute("aria-pressed") !== "true";
    each.setAttribute("aria-pressed", given);
    const ordinal = each.value.split(" ")[0];
    each.value = given ? ordinal : `${ordinal} ${each.dataset.verdict}`;
  }
};
let sendPlainly = false;
for (const button of document.querySelectorAll("[data-verdict]")) {
  button.addEventListener("click", (event) => {
    if (sendPlainly) return;
    event.preventDefault();
    judge(button);
  });
}
const mark = (verdict) => {
  const button = atHand()?.querySelector(`[data-verdict=${verdict}]`);
  if (!button) return;
  if (button.getAttribute("aria-pressed") !== "true") button.click();
  finding = Math.min(Math.max(finding, 0) + 1, marked.length - 1);
  point();
  atHand().scrollIntoView({ block: "nearest" });
};
if (marked.length > 0) point();

const note = document.querySelector("[data-composed]");
const ticks = [...document.querySelectorAll(".finds input[data-note]")];
const compose = () => [...new Set(ticks.filter((tick) => tick.checked).map((tick) => tick.dataset.note))].join("\n\n");
let own = note !== null && note.value !== compose();

const label = document.querySelector("[data-numbers]");
const follow = () => {
  const numbers = ticks.filter((tick) => tick.checked).map((tick) => tick.value).join(", ");
  if (label) label.textContent = numbers ? label.dataset.numbers.replace("{0}", numbers) : label.dataset.plain;
  if (note && !own) note.value = compose();
};
// What the writer will read follows what is typed and ticked, a moment later; the newest answer counts.
const preview = document.querySelector("[data-preview]");
let waits = 0;
let asked = 0;
const show = async () => {
  const form = note.form;
  const mine = ++asked;
  try {
    const answer = await fetch(form.querySelector("[data-previews]").formAction, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(8000),
    });
    if (!answer.ok) throw new Error();
    const html = await answer.text();
    if (mine === asked) preview.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  } catch {
    if (mine === asked) preview.textContent = preview.dataset.preview;
  }
};
const soon = () => {
  if (!preview) return;
  clearTimeout(waits);
  waits = setTimeout(show, 300);
};
document.querySelector("[data-previews]")?.toggleAttribute("hidden", true);

for (const tick of ticks) {
  tick.addEventListener("change", () => {
    follow();
    soon();
  });
}
note?.addEventListener("input", () => {
  own = note.value !== compose() && note.value !== "";
  soon();
});
document.querySelector("#return-passage")?.addEventListener("input", soon);
follow();

// Words that were typed are not left behind by a slip of the finger.
const typed = () => [...document.querySelectorAll("form textarea")].some((field) => field.value.trim() !== "" && (field !== note || own));

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    const panel = document.activeElement?.closest(".decide details[open]") ?? document.querySelector(".decide details[open]");
    if (!panel) return;
    panel.open = false;
    panel.querySelector("summary").focus();
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".decide .panel :is(textarea, input)")) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.repeat || types(event.target) || !root.hasAttribute("data-keys-used")) return;
  const key = event.key.toLowerCase();
  if (key === "?") keys.open = !keys.open;
  else if (key === "n") nextFinding();
  else if (key === "y") mark("Right");
  else if (key === "x") mark("Wrong");
  else if (!buttons.has(key) || ("jk".includes(key) && typed())) return;
  else if (buttons.get(key).matches("summary")) open(buttons.get(key).parentElement);
  else buttons.get(key).click();
  event.preventDefault();
});
