
"use strict";
// Doors open without this: a note is shown while it is the target of the address. Here it is put
// beside its number, closed with Escape or a click elsewhere, and the number gets the focus back.
(() => {
  let opener = null;
  const wide = matchMedia("(min-width: 44rem)");
  const shown = () => document.querySelector(".note:target");

  function place(note) {
    note.removeAttribute("style");
    if (!opener || !wide.matches) return;
    const number = opener.getBoundingClientRect();
    const size = note.getBoundingClientRect();
    const gap = 8;
    const left = Math.max(gap, Math.min(number.left - 24, innerWidth - size.width - 3 * gap));
    const below = number.bottom + gap + size.height <= innerHeight;
    const above = number.top - gap - size.height >= 0;
    if (!below && !above) return;
    note.style.left = `${left}px`;
    note.style.right = "auto";
    note.style.top = `${below ? number.bottom + gap : number.top - gap - size.height}px`;
    note.style.bottom = "auto";
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
