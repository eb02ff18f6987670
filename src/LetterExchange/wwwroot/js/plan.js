// Says the day of the week beside a date as it is typed. Without it the day is that of the last page load.

const days = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" });

document.addEventListener("input", ({ target }) => {
  const day = "date" in target.dataset && target.parentElement.querySelector("[data-day]");
  if (!day) return;
  const typed = new Date(`${target.value}Z`);
  day.textContent = Number.isNaN(typed.getTime()) ? "" : days.format(typed);
});
