// Moves the dates of a draft on its calendar, by keyboard (arrows walk, Enter picks up and puts down, Escape puts back) and by pointer.
// The boxes of the table hold the dates; the calendar only shows them. Without it the calendar is a picture of the last page load.

const all = document.querySelector(".months.moves");
const field = (mark) => document.getElementsByName(mark.dataset.field)[0];
const cell = (day) => all.querySelector(`td[data-day="${day}"]`);
const shift = (day, days) => {
  const at = new Date(`${day}T00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
};
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -28, PageDown: 28 };

// Midnight belongs to the day that it ends.
const dayOf = (value) => (value.slice(11, 16) === "00:00" ? shift(value.slice(0, 10), -1) : value.slice(0, 10));
const valueOf = (day, time) => `${time === "00:00" ? shift(day, 1) : day}T${time}`;

let held = null; // The mark that is carried, and the day that it came from.
const status = document.getElementById("cal-said");
const say = (words, mark, day) => {
  const there = cell(day);
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00Z`));
  const off = there?.matches(".off, .we") ? ` ${all.dataset.off.replace("{0}", there.querySelector("small")?.textContent ?? when)}` : "";
  status.textContent = words.replace("{0}", mark.dataset.name).replace("{1}", when) + off;
};

const focus = (there) => {
  for (const one of all.querySelectorAll("td[tabindex='0']")) one.tabIndex = -1;
  there.tabIndex = 0;
  there.focus();
};

const put = (mark, day) => {
  const box = field(mark);
  if (!box || box.value.length < 16) return;
  box.value = valueOf(day, box.value.slice(11, 16));
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

const drop = (keep) => {
  if (!held) return;
  const { mark, from } = held;
  const day = keep ? mark.closest("td").dataset.day : from;
  held = null;
  mark.classList.remove("held");
  cell(from).append(mark);
  if (keep && day !== from) put(mark, day);
  focus(cell(day));
  say(keep ? all.dataset.put : all.dataset.back, mark, day);
};

const pick = (there) => {
  const marks = [...there.querySelectorAll(".dm")].filter(field);
  const mark = marks[held ? (marks.indexOf(held.mark) + 1) % marks.length : 0];
  if (!mark) return;
  held?.mark.classList.remove("held");
  held = { mark, from: there.dataset.day };
  mark.classList.add("held");
  say(all.dataset.picked, mark, there.dataset.day);
};

if (all) {
  document.getElementById("cal-help").hidden = false;
  for (const month of all.querySelectorAll("table")) {
    month.setAttribute("role", "grid");
    month.setAttribute("aria-describedby", "cal-help");
  }
  for (const day of all.querySelectorAll("td[data-day]")) day.tabIndex = -1;
  (all.querySelector("td:has(.dm)") ?? all.querySelector("td[data-day]")).tabIndex = 0;

  all.addEventListener("keydown", (event) => {
    const here = event.target.closest("td[data-day]");
    if (!here || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in steps) {
      const there = cell(shift(here.dataset.day, steps[event.key]));
      if (there && held) {
        there.append(held.mark);
        say("{1}", held.mark, there.dataset.day);
      }
      if (there) focus(there);
    } else if (event.key === "Enter" || event.key === " ") {
      if (held && (here.dataset.day !== held.from || event.key === "Enter")) drop(true);
      else pick(here);
    } else if (event.key === "Escape" && held) drop(false);
    else return;
    event.preventDefault();
  });

  // A date that is typed moves on the calendar too, as far as it is drawn.
  document.addEventListener("input", ({ target }) => {
    const mark = target.name && all.querySelector(`.dm[data-field="${CSS.escape(target.name)}"]`);
    const there = mark && target.value.length >= 16 && cell(dayOf(target.value));
    if (there) there.append(mark);
  });

  let dragged = null;
  all.addEventListener("pointerdown", (event) => {
    const mark = event.target.closest(".dm[data-field]");
    if (!mark || !field(mark) || event.button !== 0) return;
    dragged = mark;
    mark.setPointerCapture(event.pointerId);
    mark.classList.add("held");
    event.preventDefault();
  });
  const under = (event) => document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches(".months.moves td[data-day]"));
  all.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    for (const one of all.querySelectorAll(".over")) one.classList.remove("over");
    under(event)?.classList.add("over");
  });
  for (const end of ["pointerup", "pointercancel"])
    all.addEventListener(end, (event) => {
      if (!dragged) return;
      const [mark, there] = [dragged, end === "pointerup" ? under(event) : null];
      dragged = null;
      mark.classList.remove("held");
      for (const one of all.querySelectorAll(".over")) one.classList.remove("over");
      if (!there || there === mark.closest("td")) return;
      put(mark, there.dataset.day);
      say(all.dataset.put, mark, there.dataset.day);
    });
}
