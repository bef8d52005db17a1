// Play and Reset beside a picture.
import { lastPlace, moveTo, placeOf } from "./places.js";

const RUN = 6000; // milliseconds that Play takes from the first place to the last, about
const CALM = 1000; // milliseconds a step for a reader who wants less motion

function button(parent, text, press) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", press);
  parent.append(element);
  return element;
}

// Returns what stops it. `control` is what Play moves, or undefined; `labels` are those of
// page_words.py.
export function addTools(parent, labels, control, reset) {
  let timer;
  let play;
  function stop() {
    clearInterval(timer);
    timer = undefined;
    if (play) play.textContent = labels.play;
  }
  function start() {
    const last = lastPlace(control);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (placeOf(control) >= last) moveTo(control, 0);
    let expected = placeOf(control);
    timer = setInterval(
      () => {
        const moved = placeOf(control) !== expected; // by somebody else
        if (moved || expected >= last || !parent.isConnected) return stop();
        moveTo(control, ++expected);
      },
      calm ? CALM : Math.min(Math.max(RUN / last, 60), 500),
    );
    play.textContent = labels.pause;
  }
  if (control) play = button(parent, labels.play, () => (timer ? stop() : start()));
  button(parent, labels.reset, () => {
    stop();
    reset();
  });
  return stop;
}
