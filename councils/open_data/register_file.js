// Without this the file is a list to read; with it the box finds a council, and the map opens it.
(() => {
  "use strict";
  const box = document.querySelector("input");
  const entries = [...document.querySelectorAll("details[data-names]")];
  const none = document.querySelector("[data-none]");
  document.querySelector("[data-search]").hidden = false;
  const fold = (text) =>
    text.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase().trim();
  const names = entries.map((entry) => fold(entry.dataset.names));
  box.addEventListener("input", () => {
    const words = fold(box.value).split(/\s+/);
    let shown = 0;
    entries.forEach((entry, number) => {
      entry.hidden = !words.every((word) => names[number].includes(word));
      shown += !entry.hidden;
    });
    none.hidden = shown > 0;
  });
  const open = () => {
    const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!entry || entry.tagName !== "DETAILS") return;
    box.value = "";
    box.dispatchEvent(new Event("input"));
    entry.open = true;
    entry.scrollIntoView();
    entry.querySelector("summary").focus();
  };
  addEventListener("hashchange", open);
  open();
})();
