// What a reader would see of a page, for tests: evaluated in the page, each function returns what is wrong.
window.eyes = (() => {
  const words = (element) => element.outerHTML.slice(0, 160);
  const all = () => [...document.querySelectorAll("body *")];
  const unseen = (element) =>
    element.closest(".visually-hidden, [hidden], dialog:not([open]), svg") ||
    getComputedStyle(element).clipPath !== "none" ||
    !element.getClientRects().length;
  const drawn = ".kp-strip *, .kp-hall, select, input, textarea"; // pictures, rings, and controls that scroll
  const clips = (way) => way === "hidden" || way === "clip";

  // Wider text, as WCAG 1.4.12 has it.
  function space() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }

  // Text of which a part lies outside of a box that shows nothing beyond its edge.
  function cutOff() {
    const cuts = (element) => {
      const style = getComputedStyle(element);
      const wide = clips(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const high = clips(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      return (wide || high) && element.clientWidth > 0;
    };
    return all()
      .filter((element) => element.textContent.trim() && !element.matches(drawn) && !unseen(element) && cuts(element))
      .map(words);
  }

  // Text that runs out of the button, chip or leaf around it.
  function runsOut() {
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const outside = (element) => {
      const around = element.closest(".btn, .kp-chip, .kp-leaf, .kp-tabs a, .kp-choice span");
      if (!around || around === element) return false;
      const [box, edge] = [element.getBoundingClientRect(), around.getBoundingClientRect()];
      return box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 2;
    };
    return all()
      .filter((element) => own(element) && !unseen(element) && outside(element))
      .map(words);
  }

  // What has the focus, if something else lies over all of it.
  function covered() {
    const element = document.activeElement;
    if (!element || element === document.body) return "";
    const parts = [0.1, 0.5, 0.9].flatMap((across) => [0.1, 0.5, 0.9].map((down) => [across, down]));
    const seen = [...element.getClientRects()].some((box) =>
      parts.some(([across, down]) => {
        const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
        return top && (element.contains(top) || top.contains(element) || top.closest("label, li")?.contains(element));
      }),
    );
    return seen || element.closest(".kp-choice") ? "" : words(element);
  }

  return { space, cutOff, runsOut, covered };
})();
