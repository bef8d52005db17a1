// What the two service workers of the site share: they keep what was fetched, so that a second visit
// is quick and the course also opens without a network. ROOT, the folder of the site, is set by both.
"use strict";

const KEPT = "course-files"; // the name of the store
const LIST = new URL("offline.json", ROOT).href;
const loading = new BroadcastChannel("course-loading"); // tells the page what has come

// These carry a version or a hash in their names or queries: what was fetched once is right for ever.
const FOREVER = /\/jupyter\/(pyodide-[^/]+|build|extensions)\/.+\.(js|css|wasm|whl|zip|woff2?|svg|ttf)$/;
// JupyterLite's own service worker answers these.
const JUPYTER = /\/api\/(drive|stdin\/|service-worker-heartbeat)/;

function tell(url, response) {
  const bytes = Number(response.headers.get("content-length"));
  loading.postMessage({ path: new URL(url).pathname, bytes });
}

async function keep(store, request, response) {
  if (!response.ok || response.redirected || response.status !== 200) return;
  await store.put(request, response);
  tell(request.url, response);
}

async function answer(event) {
  const { request } = event;
  const store = await caches.open(KEPT);
  if (FOREVER.test(new URL(request.url).pathname)) {
    const kept = await store.match(request);
    if (kept) {
      tell(request.url, kept);
      return kept;
    }
  }
  try {
    const response = await fetch(request);
    event.waitUntil(keep(store, request, response.clone()).catch(() => {})); // a full disk
    return response;
  } catch (error) {
    const kept = await store.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

// Fetch what a visit without a network would miss. The list says which files the site has, with
// their hashes: what is not in it any more, or has another hash than when it was kept, is let go.
async function complete(heavy) {
  const store = await caches.open(KEPT);
  const before = await (await store.match(LIST))?.json().catch(() => null);
  const answered = await fetch(LIST, { cache: "no-cache" });
  const now = await answered.clone().json();
  const kept = new Set();
  for (const request of await store.keys()) {
    const path = request.url.slice(ROOT.href.length).replace(/[?#].*/, "");
    const old = before && before[path]?.hash !== now[path]?.hash;
    if (path && (!(path in now) || old)) await store.delete(request);
    else kept.add(path);
  }
  await store.put(LIST, answered);
  await keep(store, new Request(ROOT.href), await fetch(ROOT.href));
  const missing = Object.keys(now).filter((path) => !kept.has(path) && (heavy || !now[path].heavy));
  for (const path of missing) {
    const request = new Request(new URL(path, ROOT));
    await keep(store, request, await fetch(request));
  }
  loading.postMessage({ complete: true });
}

// A browser may end a worker that takes long; the page asks again until it is told that all is kept.
let completing;
function completeOnce(heavy) {
  completing ??= complete(heavy)
    .catch(() => {}) // no network, or a full disk
    .finally(() => (completing = undefined));
  return completing;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data?.complete) event.waitUntil(completeOnce(event.data.heavy));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(ROOT.href)) return;
  if (JUPYTER.test(url.pathname)) return;
  event.stopImmediatePropagation();
  event.respondWith(answer(event));
});
