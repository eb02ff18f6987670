// A card's code brings the name behind the #, where no server sees it: it is put into its box and taken out of the address. Without this it is typed.

const name = document.getElementById("name");
const brought = location.hash.slice(1);
if (brought && name && location.search.includes("card")) {
  try {
    if (!name.value) name.value = decodeURIComponent(brought);
    history.replaceState(null, "", location.pathname);
    document.getElementById("w1")?.focus();
  } catch {
    // No name that could be read.
  }
}
