// A question with options. The page itself shows the answer to the option that is chosen: it needs no
// kernel for that, so no press stays without an answer. The kernel is told, and can choose as well.

const MOST_HANDS = 9999;
let optionsMade = 0;
const DECK_KEYS = /^( |Page(Up|Down)|Arrow(Left|Right|Up|Down)|Home|End)$/;

function element(parent, tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return parent.appendChild(made);
}

// Keys on a button. While slides are shown, the keys that turn the page turn it, whatever was clicked
// before; Enter presses the button. Notebook 7 would take Enter and the space bar for itself: it lets
// go of what carries the attribute.
function keepButtonKeys(event) {
  const button = event.target.closest?.(".course-question button, .course-question input");
  if (!button) return;
  const presenting = document.body.dataset.jpDeckMode === "presenting";
  const typing = button.tagName === "INPUT" && !/^( |Page)/.test(event.key);
  if (presenting && DECK_KEYS.test(event.key) && !typing) {
    event.preventDefault();
    event.stopImmediatePropagation();
    button.blur();
    document.body.dispatchEvent(new KeyboardEvent("keydown", event));
    return;
  }
  const own = typing || (/^( |Enter)$/.test(event.key) && !event.shiftKey);
  button.toggleAttribute("data-lm-suppress-shortcuts", own && !event.ctrlKey && !event.metaKey);
}

// Sets what the page and the kernel both know. Without a kernel the page goes on alone.
function tell(model, name, value) {
  model.set(name, value);
  try {
    Promise.resolve(model.save_changes()).catch(() => {});
  } catch {} // its connection is closed
}

function addOption(list, option, model) {
  const row = element(list, "li", "course-option");
  const button = element(row, "button", "", option.letter);
  button.type = "button";
  const words = element(row, "span", "course-words", option.answer);
  words.id = `course-words-${++optionsMade}-${Math.random()}`; // each widget has a counter of its own
  button.setAttribute("aria-describedby", words.id);
  const choose = () => tell(model, "chosen", option.letter);
  button.addEventListener("click", choose);
  words.addEventListener("click", choose);

  const hands = element(row, "input", "course-hands");
  hands.inputMode = "numeric";
  hands.setAttribute("aria-label", model.get("labels").hands.replace("{letter}", option.letter));
  hands.addEventListener("input", () => {
    const count = Math.min(Number(hands.value.replace(/\D/g, "")), MOST_HANDS);
    tell(model, "hands", { ...model.get("hands"), [option.letter]: count });
  });
  const bar = element(element(row, "span", "course-votes"), "span", "course-bar");
  return { row, button, hands, bar, letter: option.letter };
}

function initialize({ model }) {
  const box = model.get("box");
  if (box) return bringToLife(model.widget_manager, box);
}

function render({ model, el }) {
  el.classList.add("course-question");
  el.setAttribute("role", "group");
  const labels = model.get("labels");
  const spoken = speak(el, model.get("lang"));
  el.setAttribute("aria-label", labels.prediction);
  const asks = element(el, "p", "course-asks");
  const space = /[。！？]$/.test(labels.predict) ? "" : " "; // a full-width mark brings its own
  element(asks, "strong", "", labels.predict + space);
  asks.append(model.get("question"));
  const options = model.get("options");
  const list = element(el, "ul", "course-options");
  const rows = options.map((option) => addOption(list, option, model));
  const vote = element(el, "button", "course-vote", labels.vote);
  vote.type = "button";
  vote.addEventListener("click", () => tell(model, "voting", !model.get("voting")));
  const answer = element(el, "div", "course-answer");
  answer.setAttribute("role", "status");

  function show() {
    const chosen = options.find((option) => option.letter === model.get("chosen"));
    for (const row of rows) {
      const pressed = row.letter === chosen?.letter;
      row.button.setAttribute("aria-pressed", pressed);
      row.row.classList.toggle("course-chosen", pressed);
    }
    answer.textContent = chosen?.says ?? "";
    answer.dataset.verdict = chosen?.verdict ?? "";
  }
  function count() {
    const hands = model.get("hands");
    const most = Math.max(1, ...Object.values(hands));
    el.classList.toggle("course-voting", model.get("voting"));
    vote.setAttribute("aria-expanded", model.get("voting"));
    for (const { hands: input, bar, letter } of rows) {
      const number = hands[letter] ?? 0;
      if (document.activeElement !== input) input.value = number || "";
      bar.style.width = `${(100 * number) / most}%`;
    }
  }
  show();
  count();
  model.on("change:chosen", show);
  model.on("change:hands change:voting", count);
  window.addEventListener("keydown", keepButtonKeys, { capture: true });
  return () => {
    spoken();
    model.off("change:chosen", show);
    model.off("change:hands change:voting", count);
    window.removeEventListener("keydown", keepButtonKeys, { capture: true });
  };
}

export default { initialize, render };
