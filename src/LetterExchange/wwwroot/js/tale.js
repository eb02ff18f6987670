// A story sentence by sentence: read aloud with the browser's own voices, one in focus at a time, marked by a tap or a key. Without it the story is read as it stands, and marked in a list.

const tale = document.querySelector(".tale");
const bar = document.querySelector("[data-tale]");
const sentences = [...(tale?.querySelectorAll(".s") ?? [])];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let at = -1;

const go = (to, show = true) => {
  if (to < 0 || to >= sentences.length) return false;
  sentences[at]?.classList.remove("cur");
  at = to;
  sentences[at].classList.add("cur");
  if (show) sentences[at].scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  return true;
};

// The first sentence that is to be seen.
const first = () => Math.max(0, sentences.findIndex((one) => one.getBoundingClientRect().bottom > innerHeight / 6));

const button = (name) => bar.querySelector(`[data-do=${name}]`);

const words = (sentence) => {
  const copy = sentence.cloneNode(true);
  for (const note of copy.querySelectorAll(".note")) note.remove();
  return copy.textContent;
};

const aloud = () => {
  const speech = globalThis.speechSynthesis;
  const language = tale.lang;
  let speaking = false;
  let latest = null; // A sentence that is cut short ends too, after the next has begun.

  const voice = () => {
    const voices = speech.getVoices().filter((one) => one.lang.toLowerCase().startsWith(language));
    return voices.find((one) => one.localService) ?? voices[0];
  };

  const label = () => {
    button("play").hidden = speaking;
    button("pause").hidden = !speaking;
  };

  const stop = () => {
    speaking = false;
    speech.cancel();
    label();
  };

  const say = () => {
    speech.cancel();
    const said = new SpeechSynthesisUtterance(words(sentences[at]));
    Object.assign(said, { lang: language, voice: voice(), rate: Number(bar.querySelector("[name=rate]").value) });
    latest = said;
    said.onend = () => {
      if (!speaking || said !== latest) return;
      if (go(at + 1)) say();
      else stop();
    };
    said.onerror = ({ error }) => { if (!said === latest && !["interrupted", "canceled"].includes(error)) stop(); };
    speech.speak(said);
  };

  const start = () => {
    if (at < 0) go(first());
    speaking = true;
    label();
    say();
  };

  const step = (by) => {
    if (go(at < 0 ? first() : at + by) && speaking) say();
  };

  const offer = () => { bar.querySelector("[data-aloud]").hidden = !voice(); };

  button("play").addEventListener("click", start);
  button("pause").addEventListener("click", stop);
  button("back").addEventListener("click", () => step(-1));
  button("next").addEventListener("click", () => step(1));
  bar.querySelector("[name=rate]").addEventListener("change", () => speaking && say());
  speech.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", stop);
  offer();
  return step;
};

// One sentence at a time: by the arrow keys, or by a tap.
const focus = (step) => {
  if (document.documentElement.dataset.focus !== "on") return;
  go(first(), false);
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, summary, [role=button]") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (["ArrowDown", "ArrowRight"].includes(event.key)) step(1);
    else if (["ArrowUp", "ArrowLeft"].includes(event.key)) step(-1);
    else return;
    event.preventDefault();
  });
  tale.addEventListener("click", ({ target }) => {
    const one = target.closest(".s");
    if (one && !target.closest("a")) go(sentences.indexOf(one), false);
  });
};

const marks = () => {
  const form = document.querySelector("[data-marks]");
  const toggle = bar.querySelector("[data-mark]");
  if (!form || !toggle) return;
  const status = bar.querySelector("[role=status]");
  let on = false;

  const isMine = (one) => one.classList.contains("mine") || one.classList.contains("both");

  const set = async (one) => {
    const to = !isMine(one);
    const body = new FormData(form);
    body.set("sentence", one.id.slice(1));
    body.set("on", String(to));
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const { done, said } = await answer.json();
      status.textContent = said ?? (to ? status.dataset.marked : status.dataset.taken);
      if (!done) return;
      const theirs = one.classList.contains("theirs") || one.classList.contains("both");
      one.classList.remove("mine", "theirs", "both");
      if (to || theirs) one.classList.add(to && theirs ? "both" : to ? "mine" : "theirs");
      one.setAttribute("aria-pressed", String(to));
    } catch {
      status.textContent = status.dataset.failed;
    }
  };

  const mode = () => {
    on = !on;
    toggle.setAttribute("aria-pressed", String(on));
    tale.classList.toggle("marking", on);
    for (const link of tale.querySelectorAll(".s a")) {
      // A sentence that is a button holds no link.
      if (on) link.dataset.href = link.getAttribute("href");
      if (on) link.removeAttribute("href");
      else link.setAttribute("href", link.dataset.href);
    }
    for (const one of sentences) {
      if (on) Object.entries({ role: "button", tabindex: "0", "aria-pressed": String(isMine(one)) }).forEach(([name, value]) => one.setAttribute(name, value));
      else ["role", "tabindex", "aria-pressed"].forEach((name) => one.removeAttribute(name));
    }
  };

  toggle.addEventListener("click", (event) => {
    event.preventDefault();
    mode();
  });
  tale.addEventListener("click", (event) => {
    const one = on && event.target.closest(".s");
    if (!one) return;
    event.preventDefault();
    set(one);
  });
  tale.addEventListener("keydown", (event) => {
    if (!on || !event.target.matches(".s") || ![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    set(event.target);
  });
};

if (tale && bar && sentences.length > 0) {
  bar.classList.remove("waiting"); // Its room was kept: what is read does not move.
  const step = "speechSynthesis" in globalThis ? aloud() : (by) => go(at < 0 ? first() : at + by);
  focus(step);
  marks();
}
