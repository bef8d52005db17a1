// A picture on the page: a background that stays, what moves over it, and its words. The notebook and
// the still pages show their pictures with it.

const QUIET = 700; // milliseconds without a move before the new words are announced

function add(parent, tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return parent.appendChild(element);
}

async function decoded(fragment) {
  const images = [...fragment.querySelectorAll("image")];
  await Promise.allSettled(images.map((image) => image.decode()));
}

// A frame is {moving, words, error}: an <svg>, what it shows, or a sentence in the picture's place.
export class Player {
  #latest = 0;
  #timer;

  constructor(el, background, width, height) {
    el.classList.add("course-live");
    this.picture = add(el, "div", "course-picture");
    this.background = add(this.picture, "img", "course-background");
    this.moving = add(this.picture, "div", "course-moving");
    this.error = add(el, "div", "course-error");
    this.spoken = add(el, "div", "course-spoken");
    this.moving.setAttribute("aria-hidden", "true"); // the words say it
    this.error.setAttribute("role", "alert");
    this.spoken.setAttribute("role", "status");
    Object.assign(this.background, { src: background, width, height });
  }

  async show({ moving, words, error }) {
    this.picture.hidden = Boolean(error);
    this.error.hidden = !error;
    this.error.textContent = error;
    const frame = ++this.#latest;
    const template = document.createElement("template");
    template.innerHTML = moving;
    if (template.content.querySelector("image")) {
      await decoded(template.content);
      if (frame !== this.#latest) return; // a newer one has come
    }
    this.moving.replaceChildren(template.content);
    this.background.alt = error || words;
  }

  // Say the words once the hand rests; an error was said by the alert.
  announce() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.spoken.textContent = this.error.hidden ? this.background.alt : "";
    }, QUIET);
  }

  close() {
    clearTimeout(this.#timer);
  }
}
