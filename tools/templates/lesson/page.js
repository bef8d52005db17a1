// For the buttons alone: the page reads and prints without a script.
"use strict";

const root = document.documentElement;
const slides = [...document.querySelectorAll("main > section:not(.skip)")];
const present = document.getElementById("present");
const answers = document.getElementById("answers");
const keys = document.getElementById("keys");
const begin = present.textContent;
let current = 0;

document.querySelector(".buttons").hidden = false;

function show(index) {
  current = Math.max(0, Math.min(index, slides.length - 1));
  slides.forEach((slide, i) => slide.classList.toggle("current", i === current));
  slides[current].focus({ preventScroll: true });
  window.scrollTo(0, 0);
  markScrolling();
}

function setPresenting(on) {
  // Start at the slide that is being read, and come back to it.
  const seen = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > 80);
  root.classList.toggle("presenting", on);
  present.textContent = on ? present.dataset.end : begin;
  keys.hidden = !on;
  slides.forEach((slide) => (on ? (slide.tabIndex = -1) : slide.removeAttribute("tabindex")));
  if (on) show(seen < 0 ? slides.length - 1 : seen);
  else slides[current].scrollIntoView();
  markScrolling();
}

// A link to this lesson in another form, its language or the notebook, leads to the cell being read.
for (const link of document.querySelectorAll("[data-same-place]")) {
  link.addEventListener("click", () => {
    const cells = [...document.querySelectorAll("main [id^='cell-']")];
    const seen = cells.find((cell) => cell.getBoundingClientRect().bottom > 80);
    link.hash = seen && seen !== cells[0] ? seen.id : "";
  });
}

// What is wider than its place can be scrolled with the keyboard too.
function markScrolling() {
  for (const box of document.querySelectorAll(".scrolls, .code pre, .text pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

present.addEventListener("click", () => setPresenting(!root.classList.contains("presenting")));

answers.addEventListener("click", () => {
  const open = answers.getAttribute("aria-pressed") !== "true";
  answers.setAttribute("aria-pressed", String(open));
  for (const fold of document.querySelectorAll("details")) fold.open = open;
  markScrolling();
});

// The keys of `make lecture`. A presenter's remote control sends PageDown and PageUp. On a slide that
// is longer than the screen these, and the space bar, show its next part first. What is selected keeps
// the keys that it needs: a slider its arrows, a fold its space bar.
document.addEventListener("keydown", (event) => {
  if (!root.classList.contains("presenting")) return;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.shiftKey && event.key !== " ") return;
  const selected = event.target.closest(".scrolls, pre, input, select, button, summary, a");
  if (selected?.matches(".scrolls, pre, input, select") && /^(Arrow|Home)/.test(event.key)) return;
  if (selected?.matches("button, summary, select, [type=checkbox]") && event.key === " ") return;
  const page = window.innerHeight;
  const below = root.scrollHeight - page - window.scrollY > 4;
  const above = window.scrollY >= 4;
  const back = event.key === "PageUp" || (event.key === " " && event.shiftKey);
  const on = !back && (event.key === "PageDown" || event.key === " ");
  if (event.key === "Escape") setPresenting(false);
  else if (event.key === "Home") show(0);
  else if (event.key === "ArrowRight") show(current + 1);
  else if (event.key === "ArrowLeft") show(current - 1);
  else if (on && !below) show(current + 1);
  else if (back && !above) show(current - 1);
  else return;
  event.preventDefault();
});

window.addEventListener("resize", markScrolling);
document.addEventListener("toggle", markScrolling, true);
markScrolling();
