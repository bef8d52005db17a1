// A picture on the page: a background that stays, what moves over it, and its words. The notebook and
// the still pages show their pictures with it.

const QUIET = 700; // milliseconds without a move before the new words are announced

function add(parent, tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return parent.appendChild(element);
}

// Images in a template belong to a document that is not shown, and would never be decoded.
async function decoded(fragment) {
  const images = [...document.importNode(fragment, true).querySelectorAll("image")];
  await Promise.all(images.map((image) => image.decode())).catch((error) => {
    console.warn("A frame of a picture is shown before its images are decoded.", error);
  });
}

const WHOLE = [[0, 1]];
const NARROW = 0.75; // below this part of the picture's width its panels stand below each other

// A frame is {moving, words, error}: an <svg>, what it shows, or a sentence in the picture's place.
// `panels` are the parts of the width, [from, to], at which a picture may be cut.
export class Player {
  #latest = 0;
  #shown;
  #timer;
  #frame;
  #cuts;

  constructor(el, background, width, height, panels = []) {
    el.classList.add("course-live");
    Object.assign(this, { el, url: background, width, height, panels });
    this.picture = add(el, "div", "course-picture");
    this.error = add(el, "div", "course-error");
    this.spoken = add(el, "div", "course-spoken");
    this.error.setAttribute("role", "alert");
    this.spoken.setAttribute("role", "status");
    this.onLayout = () => {}; // called with the sheets, whenever there are new ones
    this.#layOut(WHOLE, 1);
    this.fitting = new ResizeObserver(() => this.#fit());
    this.fitting.observe(el);
  }

  // On a narrow page the panels stand below each other, each as wide as the page allows.
  #fit() {
    const room = this.el.clientWidth;
    if (!room) return; // not in the page yet, or hidden
    const narrow = this.panels.length > 1 && room < NARROW * this.width;
    const widest = Math.max(...this.panels.map(([from, to]) => to - from)) * this.width;
    this.#layOut(narrow ? this.panels : WHOLE, narrow ? Math.min(1, room / widest) : 1);
  }

  // Show the picture whole or in parts. Every part holds a sheet, the whole picture, cut off.
  #layOut(cuts, scale) {
    const key = JSON.stringify([cuts, scale]);
    if (key === this.#cuts) return;
    this.#cuts = key;
    this.sheets = cuts.map(([from, to], i) => {
      const panel = document.createElement("div");
      panel.className = "course-panel";
      const sheet = add(panel, "div", "course-sheet");
      const background = add(sheet, "img", "course-background");
      const moving = add(sheet, "div", "course-moving");
      moving.setAttribute("aria-hidden", "true"); // the words say it
      const { url: src, width, height } = this;
      Object.assign(background, { src, width, height, alt: "", decoding: "sync" });
      if (cuts !== WHOLE) {
        const whole = scale * this.width;
        panel.style.cssText = `overflow: hidden; width: ${(to - from) * whole}px`;
        sheet.style.cssText = `width: ${whole}px; max-width: none; margin-left: ${-from * whole}px`;
      }
      return { panel, sheet, background, moving, first: i === 0 };
    });
    this.picture.replaceChildren(...this.sheets.map(({ panel }) => panel));
    this.onLayout(this.sheets.map(({ sheet }) => sheet));
    this.#shown = undefined;
    if (this.#frame) this.show(this.#frame);
  }

  get words() {
    return this.sheets[0].background.alt;
  }

  async show(frame) {
    const { moving, words, error } = (this.#frame = frame);
    this.picture.hidden = Boolean(error);
    this.error.hidden = !error;
    this.error.textContent = error;
    for (const sheet of this.sheets) if (sheet.first) sheet.background.alt = error || words;
    if (moving === this.#shown) return; // the kernel's answer is often what was drawn ahead
    this.#shown = moving;
    const turn = ++this.#latest;
    const template = document.createElement("template");
    template.innerHTML = moving;
    if (template.content.querySelector("image")) {
      await decoded(template.content);
      if (turn !== this.#latest) return; // a newer one has come
    }
    for (const sheet of this.sheets)
      sheet.moving.replaceChildren(document.importNode(template.content, true));
  }

  // Say the words once the hand rests; an error was said by the alert.
  announce() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.spoken.textContent = this.error.hidden ? this.words : "";
    }, QUIET);
  }

  close() {
    clearTimeout(this.#timer);
    this.fitting.disconnect();
  }
}
