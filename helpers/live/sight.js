// Tells the kernel whether a picture is to be seen: for what nobody sees it draws no frames ahead.

export class Sight {
  #page = Math.random().toString(36).slice(2); // a name for the kernel
  #seen = new Set(); // the views that are in sight

  // Watch one view of a picture; returns what ends it.
  watch(el, model) {
    if (typeof DecompressionStream === "undefined") return () => {}; // an old browser: no frames
    let inWindow = false;
    const look = (seen) => {
      const before = this.#seen.size > 0;
      if (seen) this.#seen.add(el);
      else this.#seen.delete(el);
      if (before !== this.#seen.size > 0) this.#tell(model, !before);
    };
    const report = () => look(inWindow && !document.hidden);
    const observer = new IntersectionObserver(([entry]) => {
      inWindow = entry.isIntersecting;
      report();
    });
    observer.observe(el);
    document.addEventListener("visibilitychange", report);
    return () => {
      observer.disconnect();
      document.removeEventListener("visibilitychange", report);
      look(false);
    };
  }

  #tell(model, seen) {
    try {
      Promise.resolve(model.send({ page: this.#page, seen })).catch(() => {});
    } catch {
      // no kernel answers: there will be no frames either
    }
  }
}
