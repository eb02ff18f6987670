// Lets the pages of readers and writers open without a network. Styles and scripts are kept as they are; pages locked with their person's key (vault.js). Nothing else is kept.

importScripts("/js/vault.js");

const shelf = `assets ${release}`;
const pages = /^\/(desk|letters|turns|assignments)(\/|$)/;
const patience = 5000; // for the network, in milliseconds, while a kept page is at hand
const fresh = 15 * 60000; // so old a kept page may be before it is fetched again in advance
const marked = /<html /;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(shelf).then((cache) => cache.addAll(assets)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== shelf).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (pages.test(url.pathname)) event.respondWith(page(event, url));
    else event.respondWith(fetch(request).catch(() => caches.match(offline)));
  } else if (request.method === "GET" && /^\/(css|js)\/|^\/favicon\.svg$/.test(url.pathname)) event.respondWith(asset(request, url));
});

// What a page shows leads on to these: they are fetched before they are wanted.
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(Promise.all(event.data.keep.map(ahead)));
});

const asset = async (request, url) => {
  const kept = await caches.match(request, { cacheName: shelf });
  if (kept && url.searchParams.has("v")) return kept;
  return kept ? fetch(request).catch(() => kept) : fetch(request);
};

const page = async (event, url) => {
  const { request } = event;
  const at = url.pathname + url.search;
  const asked = fetch(request);
  try {
    const answer = request.method === "GET" ? await Promise.race([asked, late(at)]) : await asked;
    if (answer.ok && request.method === "GET") event.waitUntil(keep(at, answer.clone()));
    return answer;
  } catch {
    asked.catch(() => {});
    return (await kept(at)) ?? (await kept(url.pathname)) ?? (await caches.match(offline)) ?? Response.error();
  }
};

// Fails when the network has taken too long and there is something else to show.
const late = async (at) => {
  await new Promise((resolve) => setTimeout(resolve, patience));
  if (await vault.find("pages", at)) throw new Error("late");
  return new Promise(() => {});
};

const keep = async (at, answer) => {
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return;
  const headers = [...answer.headers].filter(([name]) => /^(content-type|content-security-policy|x-content-type-options|referrer-policy|permissions-policy)$/.test(name));
  await vault.keep("pages", at, { html: await answer.text(), headers, at: Date.now() });
};

const kept = async (at) => {
  const found = await vault.find("pages", at).catch(() => null);
  return found && new Response(found.html.replace(marked, `<html data-kept="${found.at}" `), { headers: found.headers });
};

const ahead = async (at) => {
  const found = await vault.find("pages", at).catch(() => null);
  if (found && Date.now() - found.at < fresh && found.at <= Date.now()) return;
  try {
    const answer = await fetch(at, { headers: { Purpose: "prefetch", Accept: "text/html" } });
    if (answer.ok && !answer.redirected) await keep(at, answer);
  } catch {
    // Another time.
  }
};
