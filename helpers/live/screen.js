// A live picture in a notebook: the kernel's model of it, shown on the page.
import { bringToLife } from "./alive.js";
import { Handles } from "./handles.js";
import { keepKeys } from "./keys.js";
import { Player } from "./player.js";
import { Silence } from "./silence.js";
import { describeSlidersBeside, readTyped } from "./sliders.js";
import { addTools } from "./tools.js";

// The part of a control's state that the kernel draws from.
const stateOf = (control) =>
  control.get("index") === undefined ? control.get("value") : control.get("index");

// The models of the controls, by name.
async function controlsOf(model) {
  const ids = Object.entries(model.get("controls"));
  const models = ids.map(([, id]) => model.widget_manager.get_model(id));
  return new Map((await Promise.all(models)).map((control, i) => [ids[i][0], control]));
}

function initialize({ model }) {
  const box = model.get("box");
  if (box) return bringToLife(model.widget_manager, box);
}

function render({ model, el }) {
  const url = URL.createObjectURL(new Blob([model.get("background")], { type: "image/png" }));
  const tools = document.createElement("div");
  tools.className = "course-tools";
  el.append(tools);
  const player = new Player(el, url, model.get("width"), model.get("height"), model.get("panels"));
  const silence = new Silence(el);
  const closed = new AbortController();
  const undo = [() => closed.abort(), () => silence.close(), () => player.close()];
  window.addEventListener("keydown", keepKeys, { capture: true, signal: closed.signal });
  undo.push(describeSlidersBeside(el));
  const refuse = (text) =>
    silence.say(`“${text}” is no number, so nothing has moved. Write digits and a point, as in 0.5.`);
  function typed(event) {
    if (event.type === "keydown" && event.key !== "Enter") return;
    if (el.parentElement?.contains(event.target)) readTyped(event, refuse);
  }
  for (const moment of ["keydown", "blur"])
    window.addEventListener(moment, typed, { capture: true, signal: closed.signal });

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
  undo.push(() => model.off("change", update), () => URL.revokeObjectURL(url));

  controlsOf(model).then((controls) => {
    if (closed.signal.aborted) return;
    const handles = new Handles(controls);
    player.onLayout = (sheets) => handles.layOn(sheets);
    handles.layOn(player.sheets.map(({ sheet }) => sheet));
    const showHandles = () => handles.show(model.get("handles"));
    const settled = () =>
      [...controls].every(([name, control]) => model.get("drawn")[name] === stateOf(control));
    function moved() {
      handles.place();
      if (settled()) silence.answered();
      else silence.asked();
    }
    function answered() {
      silence.answered();
      moved();
    }
    function reset() {
      for (const [name, control] of controls) {
        const key = control.get("index") === undefined ? "value" : "index";
        control.set(key, model.get("start")[name]);
        control.save_changes();
      }
    }
    showHandles();
    undo.push(addTools(tools, controls.get(model.get("play")), reset));
    model.on("change:handles", showHandles);
    model.on("change:drawn", answered);
    undo.push(() => model.off("change:handles", showHandles));
    undo.push(() => model.off("change:drawn", answered));
    for (const control of controls.values()) {
      control.on("change", moved);
      undo.push(() => control.off("change", moved));
    }
  });

  return () => undo.forEach((end) => end());
}

export default { initialize, render };
