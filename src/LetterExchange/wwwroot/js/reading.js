// Keeps the reader's place in the part, and finds it again. Without it the part is kept, by its link.

const form = document.querySelector("[data-place]");
const tale = document.querySelector(".tale");

// The line that is being read: a quarter down the window.
const line = () => innerHeight / 4;

const here = () => {
  const box = tale.getBoundingClientRect();
  return Math.max(0, Math.min(1000, Math.round(((line() - box.top) / box.height) * 1000)));
};

if (form && tale) {
  let kept = Number(form.dataset.place);

  const [arrival] = performance.getEntriesByType("navigation");
  // Whoever comes back by the browser's own way is put where they were by the browser.
  if (kept > 0 && ["", `#${tale.id}`].includes(location.hash) && arrival?.type === "navigate") {
    const place = kept;
    const find = () => {
      const box = tale.getBoundingClientRect();
      scrollTo({ top: scrollY + box.top + (box.height * place) / 1000 - line(), behavior: "instant" });
    };
    find();
    // The browser itself goes to the part's beginning once all is loaded.
    if (document.readyState !== "complete") addEventListener("load", () => requestAnimationFrame(find), { once: true });
  }

  // Where the browser put the reader by itself, which is no reading.
  let arrived = here();
  const settle = () => requestAnimationFrame(() => requestAnimationFrame(() => { arrived = here(); }));
  if (document.readyState === "complete") settle();
  else addEventListener("load", settle, { once: true });

  const keep = (leaving) => {
    const place = here();
    if ([kept, arrived].some((one) => Math.abs(place - one) < 3)) return;
    const before = kept;
    kept = place;
    const data = new FormData(form);
    data.set("place", String(place));
    if (leaving) navigator.sendBeacon(form.action, data);
    else fetch(form.action, { method: "POST", body: data, keepalive: true }).catch(() => { kept = before; });
  };

  let waiting = 0;
  addEventListener("scroll", () => {
    waiting ||= setTimeout(() => {
      waiting = 0;
      keep(false);
    }, 2000);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(true); });
  addEventListener("pagehide", () => keep(true));
}
