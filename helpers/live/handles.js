// Handles: places in a picture that can be dragged by mouse, pen or finger; the control follows.
import { lastPlace, moveTo, placeOf } from "./places.js";

const between = (a, b, part) => a.map((x, i) => x + (b[i] - x) * part);

// The point of a path at a part of its way, from 0 to 1.
function pointAt(path, part) {
  const way = part * (path.length - 1);
  const step = Math.min(Math.floor(way), path.length - 2);
  return between(path[step], path[step + 1], way - step);
}

// The part of its way at which a path is nearest to a point; both in one unit, such as pixels.
function nearestPart(path, [x, y]) {
  let best = { distance: Infinity, part: 0 };
  for (let i = 0; i + 1 < path.length; i++) {
    const [[x0, y0], [x1, y1]] = [path[i], path[i + 1]];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1);
    const part = Math.min(Math.max(along, 0), 1);
    const distance = Math.hypot(x0 + part * dx - x, y0 + part * dy - y);
    if (distance < best.distance) best = { distance, part: (i + part) / (path.length - 1) };
  }
  return best.part;
}

// Which way a path goes: the grip and the pointer tell it.
function wayOf(path) {
  if (path.every(([x]) => x === path[0][0])) return "up";
  return path.every(([, y]) => y === path[0][1]) ? "across" : "free";
}

// Handles on the sheets of a picture (one, or one for each panel on a narrow page). `controls` maps
// names to controls; `show` takes [{control, path}], the paths in parts of the picture's size.
export class Handles {
  #grips = [];
  #handles = [];

  constructor(controls) {
    this.controls = controls;
  }

  layOn(sheets) {
    for (const { grip } of this.#grips) grip.remove();
    this.#grips = [];
    this.sheets = sheets;
    this.show(this.#handles);
  }

  show(handles) {
    this.#handles = handles;
    const wanted = this.sheets.flatMap((sheet) => handles.map((handle) => ({ sheet, handle })));
    wanted.forEach(({ sheet, handle }, i) => {
      this.#grips[i] ??= this.#newGrip(sheet);
      this.#grips[i].handle = handle;
      this.#grips[i].grip.dataset.way = wayOf(handle.path);
    });
    this.place();
  }

  // Put each grip where its control is.
  place() {
    for (const { grip, handle } of this.#grips) {
      const control = this.controls.get(handle.control);
      if (!control) continue;
      const [x, y] = pointAt(handle.path, placeOf(control) / lastPlace(control));
      grip.style.left = `${100 * x}%`;
      grip.style.top = `${100 * y}%`;
    }
  }

  #newGrip(sheet) {
    const grip = document.createElement("div");
    grip.className = "course-handle";
    grip.setAttribute("aria-hidden", "true"); // the control beside it is for the keyboard
    const entry = { grip, handle: null };
    let offset = null;
    const inSheet = (event) => {
      const box = sheet.getBoundingClientRect();
      return { point: [event.clientX - box.left, event.clientY - box.top], box };
    };
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const { point, box } = inSheet(event);
      const control = this.controls.get(entry.handle.control);
      const at = pointAt(entry.handle.path, placeOf(control) / lastPlace(control));
      offset = [point[0] - at[0] * box.width, point[1] - at[1] * box.height];
      grip.setPointerCapture(event.pointerId);
      grip.classList.add("course-held");
      event.preventDefault();
      event.stopPropagation();
    });
    grip.addEventListener("pointermove", (event) => {
      if (!offset) return;
      const { point, box } = inSheet(event);
      const target = [point[0] - offset[0], point[1] - offset[1]];
      const path = entry.handle.path.map(([x, y]) => [x * box.width, y * box.height]);
      const control = this.controls.get(entry.handle.control);
      moveTo(control, nearestPart(path, target) * lastPlace(control));
    });
    for (const end of ["pointerup", "pointercancel"])
      grip.addEventListener(end, () => {
        offset = null;
        grip.classList.remove("course-held");
      });
    sheet.append(grip);
    return entry;
  }
}
