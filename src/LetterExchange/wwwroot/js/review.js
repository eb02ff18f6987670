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

let finding = -1;
const findings = [...document.querySelectorAll(".letter mark[id], .letter sup[id]")].sort((a, b) => a.id.slice(1) - b.id.slice(1));
const nextFinding = () => {
  if (findings.length === 0) return;
  finding = (finding + 1) % findings.length;
  const mark = findings[finding];
  mark.scrollIntoView({ block: "center" });
  const link = mark.querySelector("sup a, a") ?? document.querySelector(`.letter a[href="#n${mark.id.slice(1)}"]`);
  link?.focus({ preventScroll: true });
};

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
for (const tick of ticks) tick.addEventListener("change", follow);
note?.addEventListener("input", () => {
  own = note.value !== compose() && note.value !== "";
});
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
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".decide textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.repeat || types(event.target) || !root.hasAttribute("data-keys-used")) return;
  const key = event.key.toLowerCase();
  if (key === "?") keys.open = !keys.open;
  else if (key === "n") nextFinding();
  else if (!buttons.has(key) || ("jk".includes(key) && typed())) return;
  else if (buttons.get(key).matches("summary")) open(buttons.get(key).parentElement);
  else buttons.get(key).click();
  event.preventDefault();
});
