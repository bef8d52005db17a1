// A live picture in a notebook: the kernel's model of it, shown on the page.
import { bringToLife } from "./alive.js";
import { Frames } from "./frames.js";
import { Handles } from "./handles.js";
import { keepKeys } from "./keys.js";
import { speak } from "./language.js";
import { Player } from "./player.js";
import { Sight } from "./sight.js";
import { Silence } from "./silence.js";
import { describeSlidersBeside, readTyped } from "./sliders.js";
import { addTools } from "./tools.js";

// The part of a control's state that the kernel draws from.
const stateOf = (control) =>
  control.get("index") === undefined ? control.get("value") : control.get("index");

// anywidget loads this text anew for each picture, so these are of one picture, for all its views.
const frames = new Frames();
const sight = new Sight();

// The models of the controls, by name.
async function controlsOf(model) {
  const ids = Object.entries(model.get("controls"));
  const models = ids.map(([, id]) => model.widget_manager.get_model(id));
  return new Map((await Promise.all(models)).map((control, i) => [ids[i][0], control]));
}

function initialize({ model }) {
  model.on("msg:custom", (message, buffers) => {
    if (message.frames) frames.keep(buffers[0]);
    if (message.forget) frames.forget(message.forget);
    if (message.drop) frames.drop();
  });
  const box = model.get("box");
  if (box) return bringToLife(model.widget_manager, box);
}

function render({ model, el }) {
  const url = URL.createObjectURL(new Blob([model.get("background")], { type: "image/png" }));
  const labels = model.get("labels");
  const tools = document.createElement("div");
  tools.className = "course-tools";
  el.append(tools);
  const player = new Player(el, url, model.get("width"), model.get("height"), model.get("panels"));
  const silence = new Silence(el, labels.noAnswer);
  const closed = new AbortController();
  const undo = [() => closed.abort(), () => silence.close(), () => player.close()];
  undo.push(speak(el, model.get("lang")));
  window.addEventListener("keydown", keepKeys, { capture: true, signal: closed.signal });
  undo.push(describeSlidersBeside(el, labels));
  const refuse = (text) =>
    silence.say(labels.noNumber.replace("{text}", () => text));
  function typed(event) {
    if (event.type === "keydown" && event.key !== "Enter") return;
    if (el.parentElement?.contains(event.target)) readTyped(event, refuse);
  }
  for (const moment of ["keydown", "blur"])
    window.addEventListener(moment, typed, { capture: true, signal: closed.signal });

  let controls; // once the page has their models
  let handles;
  const states = () => [...controls.values()].map(stateOf);
  const drawnStates = () => [...controls.keys()].map((name) => model.get("drawn")[name]);

  function show(frame) {
    player.show(frame);
    handles?.show(frame.handles);
  }
  // What the kernel has drawn last.
  const answer = () => ({
    moving: model.get("moving"),
    words: model.get("words"),
    error: model.get("error"),
    handles: model.get("handles"),
  });
  // The kernel has the last word; but where the reader has moved on, a frame drawn ahead stays.
  function update() {
    if (controls) frames.answer(drawnStates(), answer());
    if (!controls || settled() || !frames.get(states())) show(answer());
    player.announce();
  }
  show(answer());
  model.on("change", update);
  undo.push(() => model.off("change", update), () => URL.revokeObjectURL(url));
  undo.push(sight.watch(el, model));

  const settled = () =>
    [...controls].every(([name, control]) => model.get("drawn")[name] === stateOf(control));

  controlsOf(model).then((found) => {
    if (closed.signal.aborted) return;
    controls = found;
    handles = new Handles(controls);
    player.onLayout = (sheets) => handles.layOn(sheets);
    handles.layOn(player.sheets.map(({ sheet }) => sheet));
    function moved() {
      const ahead = settled() ? answer() : frames.get(states());
      if (ahead) {
        show(ahead);
        player.announce();
      }
      handles.place();
      if (settled()) silence.answered();
      else silence.asked();
    }
    function answered() {
      silence.answered();
      if (!settled()) silence.asked();
    }
    function reset() {
      for (const [name, control] of controls) {
        const key = control.get("index") === undefined ? "value" : "index";
        control.set(key, model.get("start")[name]);
        control.save_changes();
      }
    }
    handles.show(model.get("handles"));
    undo.push(addTools(tools, labels, controls.get(model.get("play")), reset));
    model.on("change:drawn", answered);
    undo.push(() => model.off("change:drawn", answered));
    for (const control of controls.values()) {
      control.on("change", moved);
      undo.push(() => control.off("change", moved));
    }
  });

  return () => undo.forEach((end) => end());
}

export default { initialize, render };
