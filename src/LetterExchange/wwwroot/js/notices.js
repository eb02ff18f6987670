// Keeps the bell up to date while the page is looked at. Without it the count is that of the last page load.

const bell = document.querySelector("[data-bell]");
const count = bell?.querySelector("[data-count]");

if (bell && count && "EventSource" in window) {
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  document.body.append(said);

  let stream = null;
  let wait = 3000;
  let again = 0;
  let heard = false;

  const show = (news) => {
    count.textContent = news.unread;
    count.hidden = news.unread === 0;
    if (news.title) said.textContent = news.title;
    if (heard) document.dispatchEvent(new Event("news")); // The first answer says how things stood when the page was loaded.
    heard = true;
    bell.dataset.hears = "";
  };

  const close = () => {
    clearTimeout(again);
    stream?.close();
    stream = null;
  };

  // A hidden page closes its stream: a browser allows only a few connections to one host.
  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource("/notices/stream");
    stream.addEventListener("notices", (event) => {
      wait = 3000;
      show(JSON.parse(event.data));
    });
    stream.onerror = () => {
      if (stream?.readyState !== EventSource.CLOSED) return; // The browser connects again by itself.
      close();
      again = setTimeout(open, wait);
      wait = Math.min(wait * 2, 120000);
    };
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
}
