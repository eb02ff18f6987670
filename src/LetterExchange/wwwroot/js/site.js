// Improves pages that work without it: a form is sent once, and after a refusal the reader starts at the reasons.

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form whose answer is a file says data-again: the page stays, and may be asked once more.
  if (form.method !== "post" || event.defaultPrevented || "again" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// A page that comes back out of the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.querySelector("[data-errors]")?.focus();
