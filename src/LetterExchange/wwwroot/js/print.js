// A button that prints the page. Without it the browser's own menu does.

const offer = () => {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
};

document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
document.addEventListener("shown", offer);
offer();
