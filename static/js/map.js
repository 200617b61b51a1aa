// Name the council that a mouse or a key is on in a card by the map. A finger covers what it touches, so its first touch shows the
// card, with a button. Without this file every council is a link with a name.
(() => {
  "use strict";

  const svg = document.querySelector("svg.hex");
  const card = document.querySelector("[data-pick]");
  if (!svg || !card) return;
  const mark = card.querySelector(".mark");
  const name = card.querySelector("[data-name]");
  const words = card.querySelector("[data-words]");
  const open = card.querySelector("a");

  // Browsers show a title as a second label, so its words become the link's name.
  svg.querySelectorAll("title").forEach((title) => {
    title.parentNode.setAttribute("aria-label", title.textContent);
    title.remove();
  });

  const show = (link, isTouch) => {
    const label = link.getAttribute("aria-label");
    const end = label.lastIndexOf(", ");
    name.textContent = label.slice(0, end);
    words.textContent = label.charAt(end + 2).toUpperCase() + label.slice(end + 3);
    mark.className = `mark ${link.dataset.status}`;
    open.href = link.getAttribute("href");
    open.querySelector("span").textContent = ` ${label}`;
    open.hidden = !isTouch;
    // A screen reader has read the link itself.
    if (isTouch) card.removeAttribute("aria-hidden");
    else card.setAttribute("aria-hidden", "true");
    card.hidden = false;
    svg.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
    link.classList.add("chosen");
  };

  let isTouch = false;
  svg.addEventListener("pointerdown", (event) => {
    isTouch = event.pointerType === "touch";
  });
  svg.addEventListener("pointerover", (event) => {
    const link = event.target.closest("a");
    if (link && event.pointerType !== "touch") show(link, false);
  });
  // On what is round it: in Chromium an SVG that listens for focus can take the focus itself.
  svg.parentNode.addEventListener("focusin", (event) => {
    if (!isTouch) show(event.target.closest("a"), false);
  });
  svg.addEventListener("keydown", () => {
    isTouch = false;
  });
  svg.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || !isTouch || (link.classList.contains("chosen") && !open.hidden)) return;
    event.preventDefault();
    show(link, true);
    open.focus({ preventScroll: true });
    if (link.getBoundingClientRect().bottom > card.getBoundingClientRect().top) link.scrollIntoView({ block: "center" });
  });

  document.querySelectorAll('.legend a[href="#signed"]').forEach((link) => {
    link.addEventListener("click", () => {
      document.getElementById("signed").open = true;
    });
  });
})();
