// Shows where the marked passages of a letter that came back stand in it, and which are gone, while it is being changed. Without it their buttons take them out.

const text = document.querySelector("#Text");
const within = /^[\p{L}\p{Nd}]{2}$/u; // a word

const find = (words, start) => {
  const parts = (at) => !within.test(text.value.slice(Math.max(0, at - 1), at + 1));
  let place = -1;
  for (let at = text.value.indexOf(words); at >= 0; at = text.value.indexOf(words, at + 1)) {
    if (parts(at) && parts(at + words.length) && (place < 0 || Math.abs(at - start) < Math.abs(place - start))) place = at;
  }
  return place;
};

for (const line of document.querySelectorAll("[data-marked]")) {
  const words = line.querySelector("q").textContent;
  const look = () => {
    const place = find(words, Number(line.dataset.marked));
    line.classList.toggle("done", place < 0);
    line.querySelector("[data-there]").hidden = place < 0;
    line.querySelector("[data-gone]").hidden = place >= 0;
    return place;
  };
  const show = line.querySelector("[data-show]");
  show.hidden = false;
  show.addEventListener("click", () => {
    const place = look();
    if (place < 0) return;
    text.setSelectionRange(place, place + words.length);
    text.focus(); // which brings what is selected into view
  });
  text.addEventListener("input", look);
}
