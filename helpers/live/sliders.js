// What ipywidgets' sliders lack on the page: names, and values said as they are shown.

// ipywidgets gives the handle of a slider and its number no name; the label only stands beside. And
// it lets the handle say 0.09999999999999964, or a logarithm, where the number beside it shows 0.1.
function describe(slider, labels) {
  const name = slider.querySelector(".widget-label")?.textContent;
  const handle = slider.querySelector("[role=slider], .ui-slider-handle"); // the latter before 8
  handle?.setAttribute("role", "slider");
  const number = slider.querySelector(".widget-readout");
  if (name) {
    handle?.setAttribute("aria-label", name);
    number?.setAttribute("role", "textbox");
    number?.setAttribute("aria-label", labels.type.replace("{name}", name));
  }
  const value = number?.textContent;
  if (value && handle?.getAttribute("aria-valuetext") !== value)
    handle?.setAttribute("aria-valuetext", value);
}

// A number as people type it: with a minus sign of either kind, with a point or a comma. Returns it as
// JavaScript reads it, or null for what is no number (ipywidgets would take the 1 of "1/2").
export function typedNumber(text) {
  const plain = text.trim().replace(/[\u2212\u2013]/g, "-").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? plain : null;
}

// Before ipywidgets reads what was typed into the number beside a slider, make it readable; say so
// with `refuse` if it is no number, and put back what was there.
export function readTyped(event, refuse) {
  const number = event.target.closest?.(".widget-readout[contenteditable]");
  if (!number) return;
  const text = number.textContent;
  const plain = typedNumber(text);
  const before = number.closest(".widget-slider")?.querySelector("[role=slider]");
  number.textContent = plain ?? typedNumber(before?.getAttribute("aria-valuetext") ?? "") ?? "";
  if (plain === null) refuse(text);
}

// Describe the sliders that stand, or soon will, beside a picture; returns what ends it.
export function describeSlidersBeside(el, labels) {
  const changes = new MutationObserver(describeAll);
  function describeAll() {
    for (const slider of el.parentElement?.querySelectorAll(".widget-slider") ?? []) {
      describe(slider, labels);
      changes.observe(slider, { subtree: true, attributeFilter: ["aria-valuetext"] });
    }
  }
  const arrival = new ResizeObserver(() => {
    if (!el.parentElement) return;
    arrival.disconnect();
    el.parentElement.lang = el.lang; // its labels too
    describeAll();
    changes.observe(el.parentElement, { childList: true });
  });
  arrival.observe(el);
  return () => {
    arrival.disconnect();
    changes.disconnect();
  };
}
