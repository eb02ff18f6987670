// A list of people: says that a file is too large before it is sent, and follows an import while it runs. Without it the page has a link that looks again.

const box = document.querySelector("input[data-most]");
box?.addEventListener("change", () => {
  const large = [...box.files].some((file) => file.size > Number(box.dataset.most));
  box.setCustomValidity(large ? box.dataset.large : "");
  if (large) box.reportValidity();
});

const follow = async () => {
  const running = document.querySelector("[data-running]");
  if (!running) return;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href, { headers: { Accept: "text/html" } })).text(), "text/html");
    const now = page.querySelector("[data-running]");
    if (!now) {
      location.reload();
      return;
    }
    for (const part of ["progress", "b", "[role=status]"]) running.querySelector(part).replaceWith(now.querySelector(part));
  } catch {
    // No network: the next look may have one.
  }
  setTimeout(follow, 1000);
};

setTimeout(follow, 1000);
