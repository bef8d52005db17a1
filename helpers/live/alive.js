// A notebook's file holds the still form of a live output. While its widget lives, the page puts the
// live view into the place of the still form; when the widget is gone, the still form is back.

const ATTRIBUTE = "data-course-live"; // says which widget's place an element is
const REGISTRY = Symbol.for("course-live"); // one for all the widgets of a page

function registry() {
  if (window[REGISTRY]) return window[REGISTRY];
  const widgets = new Map(); // id → a function that brings an element to life
  function look(root) {
    if (!(root instanceof HTMLElement)) return; // a frame of a picture is no HTML: cheap to skip
    const places = [...root.querySelectorAll(`[${ATTRIBUTE}]`)];
    if (root.hasAttribute(ATTRIBUTE)) places.push(root);
    for (const place of places) widgets.get(place.getAttribute(ATTRIBUTE))?.(place);
  }
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(look);
  }).observe(document.body, { childList: true, subtree: true });
  return (window[REGISTRY] = { widgets, look });
}

export async function bringToLife(manager, id) {
  const { widgets, look } = registry();
  const model = await manager.get_model(id);
  async function show(place) {
    if (place.querySelector(":scope > .course-alive")) return;
    const still = [...place.childNodes];
    const host = document.createElement("div");
    host.className = "course-alive";
    place.replaceChildren(host);
    const putBack = () => place.replaceChildren(...still);
    try {
      const { luminoWidget: widget } = await manager.create_view(model);
      widget.constructor.attach(widget, host);
      widget.disposed.connect(putBack);
    } catch (error) {
      putBack();
      throw error;
    }
  }
  widgets.set(id, show);
  model.on("comm:close destroy", () => widgets.delete(id)); // the views dispose of themselves
  look(document.body);
}
