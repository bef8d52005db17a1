// Frames drawn ahead: what the picture shows once its controls have certain states.

// Two states that differ by a rounding error have one key.
const keyOf = (states) =>
  states.map((s) => (typeof s === "number" ? Number(s.toFixed(9)) + 0 : s)).join();

// The text of deflated bytes.
async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}

export class Frames {
  #frames = new Map();
  #generation = 0;

  // Keep frames as the kernel packs them: deflated JSON, [[states, frame], …].
  async keep(bytes) {
    const generation = this.#generation;
    const frames = JSON.parse(await inflated(bytes));
    if (generation !== this.#generation) return; // dropped on the way
    for (const [states, frame] of frames) this.#frames.set(keyOf(states), frame);
  }

  get(states) {
    return this.#frames.get(keyOf(states));
  }

  // The kernel's answer takes the place of what was drawn ahead.
  answer(states, frame) {
    if (this.get(states)) this.#frames.set(keyOf(states), frame);
  }

  // What the kernel no longer counts on.
  forget(states) {
    for (const each of states) this.#frames.delete(keyOf(each));
  }

  drop() {
    this.#generation++;
    this.#frames.clear();
  }

  get size() {
    return this.#frames.size;
  }
}
