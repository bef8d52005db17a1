// A live picture on the page: a background that stays, what moves over it, and its words.

const QUIET = 700; // milliseconds without a move before the new words are announced

function add(parent, tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return parent.appendChild(element);
}

// ipywidgets gives the handle of a slider and its number no name; the label only stands beside. And
// it lets the handle say 0.09999999999999964, or a logarithm, where the number beside it shows 0.1.
function describe(slider) {
  const name = slider.querySelector(".widget-label")?.textContent;
  const handle = slider.querySelector("[role=slider]");
  const number = slider.querySelector(".widget-readout");
  if (name) {
    handle?.setAttribute("aria-label", name);
    number?.setAttribute("role", "textbox");
    number?.setAttribute("aria-label", `${name}, type a number`);
  }
  const value = number?.textContent;
  if (value && handle?.getAttribute("aria-valuetext") !== value)
    handle?.setAttribute("aria-valuetext", value);
}

// Notebook 7 takes a key before the page does, and would walk through the cells on the arrow keys of
// a slider. It lets go of what carries this attribute; all other keys, such as Shift-Enter, it keeps.
// On slides the page keys turn the page, whatever has the focus: a remote control sends no others.
function keepKeys(event) {
  const control = event.target.closest?.("[role=slider], select");
  const pageKey = /^Page(Up|Down)$/.test(event.key);
  if (control && pageKey && document.body.dataset.jpDeckMode === "presenting") {
    event.preventDefault();
    event.stopImmediatePropagation();
    document.body.dispatchEvent(new KeyboardEvent("keydown", event));
    return;
  }
  const own = pageKey || /^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key);
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
    const frame = ++latest;
    const template = document.createElement("template");
    template.innerHTML = model.get("moving");
    if (template.content.querySelector("image")) {
      await decoded(template.content);
      if (frame !== latest) return; // a newer one has come
    }
    moving.replaceChildren(template.content);
    background.alt = failed || model.get("words");
  }

  function update() {
    draw();
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = model.get("error") ? "" : background.alt; // the alert said the error
    }, QUIET);
  }

  draw();
  model.on("change", update);
  const closed = new AbortController();
  window.addEventListener("keydown", (event) => keepKeys(event), {
    capture: true,
    signal: closed.signal,
  });

  // Once the picture is in the page, its controls are beside it, or come soon after.
  const changes = new MutationObserver(describeSliders);
  function describeSliders() {
    for (const slider of el.parentElement.querySelectorAll(".widget-slider")) {
      describe(slider);
      changes.observe(slider, { subtree: true, attributeFilter: ["aria-valuetext"] });
    }
  }
  const arrival = new ResizeObserver(() => {
    if (!el.parentElement) return;
    arrival.disconnect();
    describeSliders();
    changes.observe(el.parentElement, { childList: true });
  });
  arrival.observe(el);

  return () => {
    model.off("change", update);
    closed.abort();
    clearTimeout(timer);
    arrival.disconnect();
    changes.disconnect();
    URL.revokeObjectURL(url);
  };
}

export default { render };
