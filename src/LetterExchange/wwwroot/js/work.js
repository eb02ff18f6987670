// Follows what is being done to the pairs of a plan, until it has ended. Without it one looks again by the link.

const look = async () => {
  const here = document.getElementById("work");
  if (here?.dataset.work !== "on") return;
  if (document.visibilityState === "visible") {
    const answer = await fetch(location.pathname, { headers: { Purpose: "prefetch" } }).catch(() => null);
    const there = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("work");
    if (there) here.replaceWith(document.adoptNode(there));
  }
  setTimeout(look, 1500);
};

setTimeout(look, 1500);
