// A control as handles, Play and Reset see it: it has places, counted from 0, and is at one of them.
// It may be ipywidgets' model of a slider, a list or a switch, or anything that answers as these do.

const ends = (control) => [control.get("min"), control.get("max")];
const isList = (control) => Array.isArray(control.get("_options_labels"));
const isSwitch = (control) => typeof control.get("value") === "boolean";
const isLogarithmic = (control) => control.get("base") !== undefined;

// The number of its last place.
export function lastPlace(control) {
  if (isList(control)) return control.get("_options_labels").length - 1;
  if (isSwitch(control)) return 1;
  const [low, high] = ends(control);
  return Math.max(1, Math.round((high - low) / control.get("step")));
}

export function placeOf(control) {
  if (isList(control)) return control.get("index") ?? 0;
  if (isSwitch(control)) return Number(control.get("value"));
  const value = control.get("value");
  const exponent = isLogarithmic(control) ? Math.log(value) / Math.log(control.get("base")) : value;
  const [low, high] = ends(control);
  return Math.round(((exponent - low) / (high - low)) * lastPlace(control));
}

export function moveTo(control, place) {
  const last = lastPlace(control);
  const at = Math.min(Math.max(Math.round(place), 0), last);
  if (at === placeOf(control)) return;
  if (isList(control)) control.set("index", at);
  else if (isSwitch(control)) control.set("value", Boolean(at));
  else {
    const [low, high] = ends(control);
    const number = Number((low + ((high - low) * at) / last).toPrecision(12));
    control.set("value", isLogarithmic(control) ? control.get("base") ** number : number);
  }
  control.save_changes();
}
