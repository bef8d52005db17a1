// Which keys belong to a slider or a list, and which to the notebook or the slides around it.

// Notebook 7 takes a key before the page does, and would walk through the cells on the arrow keys of
// a slider. It lets go of what carries this attribute; all other keys, such as Shift-Enter, it keeps.
// On slides the page keys turn the page, whatever has the focus: a remote control sends no others. A
// button that was clicked keeps the focus, and leaves Space and the arrows to the slides: Enter presses.
export function keepKeys(event) {
  const control = event.target.closest?.("[role=slider], select");
  const button = event.target.closest?.(".course-tools button");
  const pageKey = /^Page(Up|Down)$/.test(event.key);
  const turns = control ? pageKey : button && (pageKey || /^( |Arrow.*|Home)$/.test(event.key));
  if (turns && document.body.dataset.jpDeckMode === "presenting") {
    event.preventDefault();
    event.stopImmediatePropagation();
    button?.blur();
    document.body.dispatchEvent(new KeyboardEvent("keydown", event));
    return;
  }
  const own = pageKey || /^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key);
  control?.toggleAttribute("data-lm-suppress-shortcuts", own && !event.ctrlKey && !event.metaKey);
}
