// Of two versions of a letter one is chosen: what this browser keeps is then that one. (Where it is the service's, the address says so: writing.js.)

import "./vault.js";

const form = document.querySelector("[data-choice]");
const at = form?.dataset.choice;

if (form && vault.usable) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.held) return;
    event.preventDefault();
    const { Text, Other, Version } = form.elements;
    const both = event.submitter?.formAction.includes("handler=Both");
    const text = both ? `${Text.value.trimEnd()}\n\n${Other.value}` : Text.value;
    const before = await vault.find("drafts", at).catch(() => null);
    if (before) await vault.keep("drafts", at, { ...before, text, up: false, version: Version.value }).catch(() => {});
    form.dataset.held = "yes";
    form.requestSubmit(event.submitter);
  });
}
