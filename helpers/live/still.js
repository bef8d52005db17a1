// The live pictures of a page without a kernel: they show frames that were drawn when it was made.
import { Frames } from "./frames.js";
import { Handles } from "./handles.js";
import { Player } from "./player.js";
import { addTools } from "./tools.js";

let saidAlone = false;

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

// A control that answers as ipywidgets' model of a list does; see places.js.
class Control {
  #changed = [];

  constructor({ label, kind, texts, start }, number) {
    Object.assign(this, { kind, texts, start, place: start });
    const id = `course-control-${number}`;
    this.input = this.#input(id);
    this.input.addEventListener("input", () => {
      this.set("index", Number(kind === "switch" ? this.input.checked : this.input.value));
      this.save_changes();
    });
    const name = element("label", { for: id }, label);
    this.row = element("div", { class: `course-control course-${kind}` }, name, this.input);
    if (kind === "range") this.row.append((this.number = element("output", { for: id })));
    this.#show();
  }

  #input(id) {
    if (this.kind === "switch") return element("input", { id, type: "checkbox" });
    if (this.kind === "range")
      return element("input", { id, type: "range", min: 0, max: this.texts.length - 1, step: 1 });
    const options = this.texts.map((text, i) => element("option", { value: i }, text));
    return element("select", { id }, ...options);
  }

  #show() {
    if (this.kind === "switch") this.input.checked = Boolean(this.place);
    else this.input.value = this.place;
    if (this.kind !== "range") return;
    this.number.value = this.texts[this.place];
    this.input.setAttribute("aria-valuetext", this.texts[this.place]);
  }

  get(key) {
    return { index: this.place, _options_labels: this.texts }[key];
  }

  set(_, place) {
    this.place = place;
  }

  save_changes() {
    this.#show();
    for (const changed of this.#changed) changed(this);
  }

  on(_, changed) {
    this.#changed.push(changed);
  }

  putBack() {
    this.place = this.start;
    this.#show();
  }
}

let count = 0;

// Put a moving picture into an element, after what it holds.
export function bringStillToLife(place, picture) {
  const controls = new Map(picture.controls.map((c) => [c.name, new Control(c, count++)]));
  const frames = new Frames();
  const note = element("p", { class: "course-alone", role: "status" });
  const tools = element("div", { class: "course-tools" });
  const screen = element("div", {});
  const rows = [...controls.values()].map(({ row }) => row);
  place.append(element("div", { class: "course-explorer", lang: picture.lang }, ...rows, note, tools, screen));
  const background = `data:image/png;base64,${picture.background}`;
  const { width, height, panels } = picture;
  const player = new Player(screen, background, width, height, panels);
  const handles = new Handles(controls);
  player.onLayout = (sheets) => handles.layOn(sheets);
  handles.layOn(player.sheets.map(({ sheet }) => sheet));

  function show() {
    const frame = frames.get([...controls.values()].map((control) => control.place));
    if (frame) {
      player.show(frame);
      handles.show(frame.handles);
    }
    handles.place();
  }
  function moved(control) {
    if (!picture.together) {
      const others = [...controls.values()].filter((c) => c !== control && c.place !== c.start);
      others.forEach((other) => other.putBack());
      if (others.length && !saidAlone) {
        saidAlone = true;
        note.textContent = picture.labels.alone;
      }
    }
    show();
    player.announce();
  }
  for (const control of controls.values()) control.on("change", moved);
  addTools(tools, picture.labels, controls.get(picture.play), () => {
    controls.forEach((control) => control.putBack());
    show();
    player.announce();
  });
  return frames.keep(bytesOf(picture.frames)).then(show);
}

// Bring every moving picture of the page to life; where that fails, the still one stays.
for (const data of document.querySelectorAll("script.course-frames")) {
  if (typeof DecompressionStream === "undefined") break; // an old browser
  const place = data.parentElement;
  bringStillToLife(place, JSON.parse(data.textContent)).then(() =>
    place.classList.add("course-moves"),
  );
}
