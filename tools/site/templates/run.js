// The frame around a notebook: says what is being loaded, and keeps, hands out or resets the lesson.

const { lesson, words } = Object.fromEntries(
  ["lesson", "words"].map((id) => [id, JSON.parse(document.getElementById(id).textContent)]),
);
const root = new URL(lesson.root, location); // of the site
const frame = document.getElementById("notebook");
const state = document.getElementById("state");
const PATIENCE = 90_000; // milliseconds without anything new before it says so
const HEAD_START = 10_000; // milliseconds in which the reader's own first cells have the network
const MEGABYTE = 1_000_000;

const byId = (id) => document.getElementById(id);
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const jupyter = () => frame.contentWindow?.jupyterapp;
const notebook = () => jupyter()?.shell?.currentWidget;

// Service workers: one for this page, one for the notebook in the frame. They keep what is fetched. In
// private windows, and on a server without https, there are none: then all is as usual, but only
// with a network.
async function startServiceWorkers() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const inner = new URL("jupyter/service-worker.js?enableCache=false", root);
  localStorage.setItem(`${inner}-version`, lesson.jupyterlite); // else JupyterLite removes both
  const started = [workers.register(new URL("service-worker.js", root)), workers.register(inner)];
  for (const registration of await Promise.all(started)) {
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    while (worker && !["activated", "redundant"].includes(worker.state)) await wait(20);
  }
}

// Let the service worker fetch the rest of the course; again each minute, until it says that it did.
let asking;
async function keepTheRest() {
  const { active } = await navigator.serviceWorker.ready;
  await wait(HEAD_START);
  const ask = () => active.postMessage({ complete: true, heavy: Object.keys(lesson.later).length > 0 });
  asking = setInterval(ask, 60_000);
  ask();
}

function allIsKept() {
  clearInterval(asking);
  byId("kept").hidden = false;
}

// What has come, told by the service worker.
let arrived = 0;
let lately = Date.now();
const seen = new Set();
new BroadcastChannel("course-loading").addEventListener("message", ({ data }) => {
  if (data.complete) return allIsKept();
  const name = data.path.split("/").pop();
  lately = Date.now();
  if (!(name in lesson.files) || seen.has(name)) return;
  seen.add(name);
  arrived += lesson.files[name];
});

const total = Object.values(lesson.files).reduce((sum, bytes) => sum + bytes, 0);
const megabytes = (bytes) => Math.round(bytes / MEGABYTE);

function progress() {
  if (!notebook()) return words.notebook;
  const say = (text) => text.replace("{part}", megabytes(arrived)).replace("{total}", megabytes(total));
  if (!navigator.serviceWorker || !arrived) return say(words.python);
  return arrived < total ? say(words.part) : words.starting;
}

async function untilReady() {
  lately = Date.now();
  for (;;) {
    const status = notebook()?.context?.sessionContext?.kernelDisplayStatus;
    if (status === "idle" || status === "busy") return;
    const stuck = Date.now() - lately > PATIENCE;
    const text = stuck ? words.stuck : progress();
    if (state.textContent !== text) state.textContent = text;
    await wait(200);
  }
}

async function saved() {
  const { context } = notebook();
  await context.ready;
  if (context.model.dirty) await context.save();
  return jupyter().serviceManager.contents.get(lesson.path, { content: true });
}

async function download() {
  const { content } = await saved();
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  link.download = lesson.path.split("/").pop();
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The reader's copy gets another name, then the published lesson is there again.
async function putAside() {
  const mine = await saved();
  const { contents } = jupyter().serviceManager;
  const time = new Date().toISOString().slice(0, 16).replace("T", "_").replace(":", "");
  const name = lesson.path.replace(/\.ipynb$/, `_mine_${time}.ipynb`);
  await contents.save(name, { type: "notebook", format: "json", content: mine.content });
  await contents.delete(lesson.path);
  sessionStorage.setItem("put-aside", name);
  location.reload();
}

function tellWhatWasPutAside() {
  const name = sessionStorage.getItem("put-aside");
  if (!name) return false;
  sessionStorage.removeItem("put-aside");
  const link = document.createElement("a");
  link.href = addressOf(name);
  link.textContent = name;
  state.replaceChildren(`${words.aside} `, link);
  return true;
}

// A link to another lesson leads to its frame.
function keepLinksInside() {
  const inner = frame.contentWindow;
  const open = inner.open;
  inner.open = (url, ...rest) => {
    const path = new URL(url, inner.location).searchParams.get("path");
    if (!lesson.others.includes(path)) return open.call(inner, url, ...rest);
    location.href = path.split("/").pop().replace(/ipynb$/, "html");
    return null;
  };
}

// A link to this lesson in another form, its language or the page to read, leads to the cell that is
// seen; and from there one comes back to it.
function cellSeen() {
  const cells = [...frame.contentDocument.querySelectorAll(".jp-Notebook .jp-Cell")];
  const { top } = frame.contentDocument.querySelector(".jp-Notebook").getBoundingClientRect();
  const seen = cells.findIndex((cell) => cell.getBoundingClientRect().bottom > top + 20);
  const index = cells[seen]?.dataset.windowedListIndex ?? seen;
  return notebook().content.model.cells.get(Number(index))?.id;
}

function keepThePlace() {
  for (const link of document.querySelectorAll("[data-same-place]")) {
    link.addEventListener("click", () => {
      const id = cellSeen();
      link.hash = id ? `cell-${id}` : "";
    });
  }
  const { content } = notebook();
  const index = [...content.model.cells].findIndex(({ id }) => `#cell-${id}` === location.hash);
  if (index < 0) return;
  content.activeCellIndex = index;
  content.scrollToItem(index, "start");
}

const addressOf = (path) =>
  new URL(`jupyter/notebooks/index.html?path=${encodeURIComponent(path)}`, root).href;

await startServiceWorkers().catch(() => {});
frame.src = addressOf(lesson.path);
await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
keepLinksInside();
while (!notebook()?.context?.isReady) {
  state.textContent = progress();
  await wait(100);
}
const { edition } = notebook().context.model.getMetadata("course") ?? {};
byId("newer").hidden = !edition || edition === lesson.edition;
byId("download").addEventListener("click", download);
for (const id of ["reset", "take"]) byId(id).addEventListener("click", putAside);
for (const id of ["download", "reset"]) byId(id).disabled = false;
keepThePlace();
await untilReady();
if (!tellWhatWasPutAside()) state.textContent = words.ready;
state.dataset.python = "ready";
if (navigator.serviceWorker) keepTheRest();
