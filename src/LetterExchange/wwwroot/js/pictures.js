// Sends a picture as soon as it is chosen, made smaller here where this browser can do that, and says how far it has come. Without it a button does the same.

const form = document.querySelector("[data-writing]");
const small = 1000000; // bytes that are sent as they are
const longest = 2000; // pixels of the longer side: the service keeps no more

if (form?.querySelector("[data-lying]")) {
  const status = form.querySelector("[data-sending]");
  let sending = null;

  const lying = () => form.querySelector("[data-lying]");
  const field = () => form.querySelector("[data-file]");

  // The field keeps its file to itself: otherwise it would go along whenever the words are kept. The button waits for a failure.
  const settle = () => {
    field()?.removeAttribute("name");
    const add = form.querySelector("[data-add]");
    if (add) add.hidden = true;
  };

  const fail = (said) => {
    status.textContent = said;
    status.className = "err";
    const add = form.querySelector("[data-add]");
    if (add) add.hidden = false;
  };

  // Also makes a photo out of what this browser can show and the service does not take.
  const smaller = async (file) => {
    if (file.size <= small && /^image\/(png|jpeg|webp)$/.test(file.type)) return file;
    try {
      const image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const fit = Math.min(1, longest / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(image.width * fit));
      canvas.height = Math.max(1, Math.round(image.height * fit));
      const on = canvas.getContext("2d");
      on.fillStyle = "#fff";
      on.fillRect(0, 0, canvas.width, canvas.height);
      on.drawImage(image, 0, 0, canvas.width, canvas.height);
      image.close();
      return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85))) ?? file;
    } catch {
      return file;
    }
  };

  // The answer is the pictures as they lie now.
  const post = (handler, values) => new Promise((resolve, reject) => {
    const body = new FormData();
    for (const name of ["__RequestVerificationToken", "New"]) if (form.elements.namedItem(name)) body.set(name, form.elements.namedItem(name).value);
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    const request = new XMLHttpRequest();
    request.open("POST", `${lying().dataset.address}?handler=${handler}`);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && values.File) status.textContent = status.dataset.sendingOn.replace("{0}", Math.round((100 * event.loaded) / event.total));
    });
    request.addEventListener("load", () => (request.status === 200 ? resolve(request.responseText) : reject(new Error(request.status))));
    for (const name of ["error", "timeout", "abort"]) request.addEventListener(name, () => reject(new Error(name)));
    request.send(body);
  });

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-lying]");
    const had = lying().contains(document.activeElement);
    lying().replaceWith(fresh);
    settle();
    status.className = "";
    status.textContent = fresh.dataset.said;
    if (had) (field() ?? form.querySelector("[data-out]"))?.focus();
    return !fresh.querySelector("[role=alert]");
  };

  const work = async (make) => {
    if (sending) return;
    status.className = "";
    sending = make().then(show).catch((problem) => {
      fail(problem.said ?? lying().dataset.lost);
      return false;
    });
    await sending;
    sending = null;
  };

  const send = () => work(async () => {
    status.textContent = status.dataset.sendingOn.replace("{0}", 0);
    const file = await smaller(field().files[0]);
    if (file.size > lying().dataset.most) throw Object.assign(new Error("large"), { said: lying().dataset.large });
    return post("Picture", { File: new File([file], "picture") });
  });

  form.addEventListener("change", (event) => {
    if (event.target === field() && field().files.length) send();
  });

  form.addEventListener("click", (event) => {
    const out = event.target.closest("[data-out]");
    const again = event.target.closest("[data-add]");
    if (!out && !again) return;
    event.preventDefault();
    if (out) work(() => post("TakeOut", { picture: out.value }));
    else if (field().files.length) send();
  });

  // A letter is not read through while a picture is on its way to it.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || !sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sending.then((done) => {
      if (done) setTimeout(() => form.requestSubmit(event.submitter));
    });
  }, true);

  settle();
}
