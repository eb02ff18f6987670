// What this browser keeps of a person: drafts that have not gone up, and pages to be read without a network. All of it is locked with a key that the service gives to that
// person's session only; the key goes when they sign out, when nobody is signed in, when somebody else is, and when the session's time is over. Shared by pages and the worker.

globalThis.vault = (() => {
  const usable = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);
  let opened = null;

  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const open = () => (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("kept", 1);
    request.onupgradeneeded = () => {
      for (const store of ["person", "drafts", "pages"]) request.result.createObjectStore(store);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = null; };
      request.result.onclose = () => { opened = null; };
      resolve(request.result);
    };
    request.onerror = () => { opened = null; reject(request.error); };
  }));

  const within = async (store, mode, work) => {
    const transaction = (await open()).transaction(store, mode);
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction.objectStore(store));
    await ended;
    return result;
  };

  const get = (store, key) => within(store, "readonly", (rows) => done(rows.get(key)));
  const put = (store, key, value) => within(store, "readwrite", (rows) => done(rows.put(value, key)));
  const drop = (store, key) => within(store, "readwrite", (rows) => done(key === undefined ? rows.clear() : rows.delete(key)));

  const lock = async (key, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value))) };
  };

  const unlock = async (key, { iv, data }) => JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));

  // The person whose key is here, if their time is not over.
  const person = async () => {
    const here = await get("person", "here");
    if (!here || Date.now() < here.until) return here ?? null;
    await leave();
    return null;
  };

  // Takes the key away, and the pages with it. Drafts that have not gone up stay locked until their writer is back.
  const leave = async () => {
    await drop("person");
    await drop("pages");
  };

  // Lets the person in whose session this is. Whoever was here before is shut out.
  const enter = async (name) => {
    const before = await get("person", "here");
    if (before?.name === name) {
      await put("person", "here", { ...before, until: Date.now() + before.hours * 3600000 });
      return;
    }
    await leave();
    const answer = await fetch("/me/key", { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const given = await answer.json();
    if (given.name !== name) return;
    const raw = Uint8Array.from(atob(given.key), (one) => one.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    await put("person", "here", { name, key, hours: given.hours, until: Date.now() + given.hours * 3600000 });
  };

  const keep = async (store, at, value) => {
    const here = await person();
    if (!here) return false;
    await put(store, `${here.name} ${at}`, await lock(here.key, value));
    return true;
  };

  const find = async (store, at) => {
    const here = await person();
    const row = here && (await get(store, `${here.name} ${at}`));
    return row ? unlock(here.key, row) : null;
  };

  const remove = async (store, at) => {
    const here = await person();
    if (here) await drop(store, `${here.name} ${at}`);
  };

  // All drafts of the person, with where they belong.
  const drafts = async () => {
    const here = await person();
    if (!here) return [];
    const own = IDBKeyRange.bound(`${here.name} `, `${here.name} \uffff`);
    const [keys, rows] = await within("drafts", "readonly", async (all) => Promise.all([done(all.getAllKeys(own)), done(all.getAll(own))]));
    return Promise.all(rows.map(async (row, i) => ({ at: keys[i].slice(here.name.length + 1), ...(await unlock(here.key, row)) })));
  };

  // What is kept of the person, when they go. Words that have gone up nowhere stay locked until their writer is back, as do those of somebody who was here before.
  const clear = async () => {
    for (const draft of await drafts()) if (draft.up) await remove("drafts", draft.at);
    await leave();
  };

  return { usable, person, enter, leave, keep, find, remove, drafts, clear };
})();
