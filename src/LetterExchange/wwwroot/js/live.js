// Shows on the page what has changed since it was loaded, as soon as the service says that something has. Without it a reload does.

const main = document.querySelector("main");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let asking = false;
let again = false;

const unfolded = (of) => [...of.querySelectorAll("details[open]")].map((one) => one.closest("[id]")?.id).filter(Boolean);

// Tokens of forms differ each time, and say nothing.
const said = (of) => of.innerHTML.replace(/name="__RequestVerificationToken"[^>]*/g, "");

const show = (page) => {
  const fresh = page.querySelector("main");
  if (!fresh || said(fresh) === said(main)) return;
  const open = unfolded(main);
  const at = main.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const swap = () => {
    main.replaceChildren(...fresh.childNodes);
    for (const id of open) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
    if (at) main.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
    document.title = page.title;
    document.documentElement.dataset.story = page.documentElement.dataset.story ?? "";
    document.dispatchEvent(new Event("shown"));
  };
  if (document.startViewTransition && !calm.matches) document.startViewTransition(swap);
  else swap();
};

const look = async () => {
  again = asking;
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // No network: what stands is still true as of when it was loaded.
  }
  asking = false;
  if (again) look();
};

if (main) document.addEventListener("news", look);
