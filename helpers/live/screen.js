// A live picture in a notebook: the kernel's model of it, shown on the page.
import { keepKeys } from "./keys.js";
import { Player } from "./player.js";
import { describeSlidersBeside } from "./sliders.js";

function render({ model, el }) {
  const url = URL.createObjectURL(new Blob([model.get("background")], { type: "image/png" }));
  const player = new Player(el, url, model.get("width"), model.get("height"));

  function draw() {
    player.show({
      moving: model.get("moving"),
      words: model.get("words"),
      error: model.get("error"),
    });
  }
  function update() {
    draw();
    player.announce();
  }
  draw();
  model.on("change", update);

  const closed = new AbortController();
  window.addEventListener("keydown", keepKeys, { capture: true, signal: closed.signal });
  const stopDescribing = describeSlidersBeside(el);

  return () => {
    model.off("change", update);
    closed.abort();
    stopDescribing();
    player.close();
    URL.revokeObjectURL(url);
  };
}

export default { render };
