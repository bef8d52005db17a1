// A live picture on the page: a background that stays, what moves over it, and its words.

const QUIET = 700; // milliseconds without a move before the new words are announced

function add(parent, tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return parent.appendChild(element);
}

// ipywidgets gives the handle of a slider and its number no name; the label only stands beside.
function nameSliders(box) {
  for (const slider of box.querySelectorAll(".widget-slider")) {
    const name = slider.querySelector(".widget-label")?.textContent;
    if (!name) continue;
    for (const handle of slider.querySelectorAll("[role=slider]:not([aria-label])"))
      handle.setAttribute("aria-label", name);
    for (const number of slider.querySelectorAll(".widget-readout:not([aria-label])")) {
      number.setAttribute("role", "textbox");
      number.setAttribute("aria-label", `${name}, type a number`);
    }
  }
}

// Notebook 7 takes a key before the page does, and would walk through the cells on the arrow keys of
// a slider. It lets go of what carries this attribute; all other keys, such as Shift-Enter, it keeps.
function keepKeys(event) {
  const control = event.target.closest?.("[role=slider], select");
  const own = /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End)$/.test(event.key);
  control?.toggleAttribute("data-lm-suppress-shortcuts", own && !event.ctrlKey && !event.metaKey);
}

async function decoded(fragment) {
  const images = [...fragment.querySelectorAll("image")];
  await Promise.allSettled(images.map((image) => image.decode()));
}

function render({ model, el }) {
  el.classList.add("course-live");
  const picture = add(el, "div", "course-picture");
  const background = add(picture, "img", "course-background");
  const moving = add(picture, "div", "course-moving");
  const error = add(el, "div", "course-error");
  const spoken = add(el, "div", "course-spoken");
  moving.setAttribute("aria-hidden", "true"); // the words say it
  error.setAttribute("role", "alert");
  spoken.setAttribute("role", "status");

  const url = URL.createObjectURL(new Blob([model.get("background")], { type: "image/png" }));
  background.src = url;
  background.width = model.get("width");
  background.height = model.get("height");

  let latest = 0;
  let timer;

  async function draw() {
    const failed = model.get("error");
    picture.hidden = Boolean(failed);
    error.hidden = !failed;
    error.textContent = failed;
    const words = failed ? "" : model.get("words");
    const frame = ++latest;
    const template = document.createElement("template");
    template.innerHTML = model.get("moving");
    if (template.content.querySelector("image")) {
      await decoded(template.content);
      if (frame !== latest) return; // a newer one has come
    }
    moving.replaceChildren(template.content);
    background.alt = words;
    return words;
  }

  async function update() {
    const words = await draw();
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (words !== undefined) spoken.textContent = words;
    }, QUIET);
  }

  draw();
  model.on("change", update);
  window.addEventListener("keydown", keepKeys, true);

  // Once the picture is in the page, its controls are beside it, or come soon after.
  const names = new MutationObserver(() => nameSliders(el.parentElement));
  const arrival = new ResizeObserver(() => {
    if (!el.parentElement) return;
    arrival.disconnect();
    nameSliders(el.parentElement);
    names.observe(el.parentElement, { childList: true, subtree: false });
  });
  arrival.observe(el);

  return () => {
    model.off("change", update);
    window.removeEventListener("keydown", keepKeys, true);
    clearTimeout(timer);
    arrival.disconnect();
    names.disconnect();
    URL.revokeObjectURL(url);
  };
}

export default { render };
