
"use strict";
// Doors open without this: a note is shown while it is the target of the address. Here it is put
// beside its number, closed with Escape or a click elsewhere, and the number gets the focus back.
(() => {
  let opener = null;
  const wide = matchMedia("(min-width: 44rem)");
  const shown = () => document.querySelector(".note:target");

  function place(note) {
    note.removeAttribute("style");
    if (!opener) return;
    const number = opener.getBoundingClientRect();
    const gap = 8;
    if (!wide.matches) {
      const hidden = number.bottom + gap - (innerHeight - note.offsetHeight);
      if (hidden > 0) scrollBy(0, hidden);
      return;
    }
    const below = innerHeight - number.bottom - 2 * gap;
    const above = number.top - 2 * gap;
    const room = Math.max(below, above);
    if (room < 240) return;
    const down = below >= Math.min(note.offsetHeight, above);
    const left = Math.max(gap, Math.min(number.left - 24, innerWidth - note.offsetWidth - 3 * gap));
    Object.assign(note.style, {
      left: `${left}px`,
      right: "auto",
      top: down ? `${number.bottom + gap}px` : "auto",
      bottom: down ? "auto" : `${innerHeight - number.top + gap}px`,
      maxHeight: `${down ? below : above}px`,
    });
  }

  function close() {
    if (!shown()) return;
    location.replace("#_");
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  }

  addEventListener("hashchange", () => {
    const note = shown();
    if (note) place(note);
  });
  document.addEventListener("click", (event) => {
    const door = event.target.closest("a.door");
    const note = shown();
    if (door) {
      if (!note || !note.contains(door)) opener = door;
    } else if (event.target.closest("a.close")) {
      event.preventDefault();
      close();
    } else if (note && !note.contains(event.target) && !event.target.closest("a")) {
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
