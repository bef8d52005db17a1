// The frame around a notebook: says what is being loaded, and keeps, hands out or resets the lesson.

const lesson = JSON.parse(document.getElementById("lesson").textContent);
const frame = document.getElementById("notebook");
const state = document.getElementById("state");
const PATIENCE = 90_000; // milliseconds without anything new before it says so
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
  const inner = new URL("../jupyter/service-worker.js?enableCache=false", location);
  localStorage.setItem(`${inner}-version`, lesson.jupyterlite); // else JupyterLite removes both
  const started = [workers.register("../service-worker.js"), workers.register(inner)];
  for (const registration of await Promise.all(started)) {
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    while (worker && !["activated", "redundant"].includes(worker.state)) await wait(20);
  }
}

// Let the service worker fetch the rest of the course; again each minute, until it says that it did.
let asking;
async function keepTheRest() {
  const { active } = await navigator.serviceWorker.ready;
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
  if (!notebook()) return "Loading the notebook …";
  if (!navigator.serviceWorker || !arrived) return `Loading Python, ${megabytes(total)} MB …`;
  if (arrived < total) return `Loading Python: ${megabytes(arrived)} of ${megabytes(total)} MB …`;
  return "Starting Python …";
}

async function untilReady() {
  lately = Date.now();
  for (;;) {
    const status = notebook()?.context?.sessionContext?.kernelDisplayStatus;
    if (status === "idle" || status === "busy") return;
    const stuck = Date.now() - lately > PATIENCE;
    const words = stuck ? "Python does not start. Reload the page; if it stays so, read the lesson." : progress();
    if (state.textContent !== words) state.textContent = words;
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
  link.download = lesson.path;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The reader's copy gets another name, then the published lesson is there again.
async function putAside() {
  const mine = await saved();
  const { contents } = jupyter().serviceManager;
  const time = new Date().toISOString().slice(0, 16).replace("T", "_").replace(":", "");
  const name = `${lesson.stem}_mine_${time}.ipynb`;
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
  link.href = `../jupyter/notebooks/index.html?path=${encodeURIComponent(name)}`;
  link.textContent = name;
  state.replaceChildren("This is the lesson as published. Your copy: ", link);
  return true;
}

// A link to another lesson leads to its frame.
function keepLinksInside() {
  const inner = frame.contentWindow;
  const open = inner.open;
  inner.open = (url, ...rest) => {
    const path = new URL(url, inner.location).searchParams.get("path");
    if (!lesson.others.includes(path)) return open.call(inner, url, ...rest);
    location.href = path.replace(/ipynb$/, "html");
    return null;
  };
}

await startServiceWorkers().catch(() => {});
frame.src = `../jupyter/notebooks/index.html?path=${encodeURIComponent(lesson.path)}`;
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
await untilReady();
if (!tellWhatWasPutAside())
  state.textContent = "Python is ready. Press ▶ above, or Shift-Enter, to run a cell.";
if (navigator.serviceWorker) keepTheRest();
