// A line over a picture, for what went wrong on the page: somebody moved or pressed something and no
// kernel answers, or typed what is no number.

const PATIENCE = 5000; // milliseconds

export class Silence {
  #timer;

  constructor(parent, words, patience = PATIENCE) {
    this.note = document.createElement("div");
    this.note.className = "course-silence";
    this.note.setAttribute("role", "alert");
    this.note.hidden = true;
    parent.prepend(this.note);
    this.words = words;
    this.patience = patience;
  }

  // Somebody asked. An answer that comes in time calls this off; what was refused before is past.
  asked() {
    if (this.#timer !== undefined) return;
    this.say("");
    this.#timer = setTimeout(() => this.say(this.words), this.patience);
  }

  answered() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.say("");
  }

  say(words) {
    this.note.hidden = !words;
    this.note.textContent = words;
  }

  close() {
    clearTimeout(this.#timer);
  }
}
