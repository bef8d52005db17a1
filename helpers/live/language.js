// Which language is spoken: for screen readers, and for letters that Chinese and Japanese write in
// ways of their own.

// Tell it of a picture or question, and, unless it is that of the page, of the notebook around it:
// its text is written in the same. Returns what ends the waiting for its place on the page.
export function speak(el, lang) {
  el.lang = lang;
  const arrival = new ResizeObserver(() => {
    const notebook = el.closest(".jp-Notebook");
    if (!notebook) return;
    arrival.disconnect();
    if (lang !== document.documentElement.lang) notebook.lang = lang;
  });
  arrival.observe(el);
  return () => arrival.disconnect();
}
