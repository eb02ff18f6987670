// Beginnings in the margin of the paper can be put into the letter by a click. Without it one reads them.

const text = document.querySelector("#Text");

for (const line of document.querySelectorAll("[data-insert] li")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lk tall";
  button.append(...line.childNodes);
  line.append(button);
  button.addEventListener("click", () => {
    text.focus();
    const before = text.value.slice(0, text.selectionStart);
    const gap = before.length === 0 || before.endsWith("\n") ? "" : before.endsWith(" ") ? "" : " ";
    text.setRangeText(gap + button.textContent.trim().replace(/…$/, "") + " ", text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
