// Who chooses a letter says that it is about a letter. Without this they say it themselves.

for (const list of document.querySelectorAll("[data-checks]")) {
  list.addEventListener("change", () => {
    document.getElementById(list.dataset.checks).checked = true;
  });
}
