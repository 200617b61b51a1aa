// Suggest names while somebody types in the box. Nothing typed is sent; the box works without this.
(() => {
  "use strict";

  const SHOWN = 6;
  const box = document.querySelector("[data-suggestions] [name=q]");
  if (!box) return;
  const form = box.form;

  // Fold a name for comparison: no case, accents or punctuation, as in councils/names.py.
  const fold = (text) =>
    text
      .replace(/['’‘`´ʼ′‛]/g, "") // first: an acute accent would become a space
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll("&", " and ")
      .replace(/[\u0300-\u036f.]/g, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()
      .replace(/\bsaint\b/g, "st");

  // Every name, councils first, then places by size: its label, and two folded forms to match.
  let names = null;
  let asked = false;
  const load = async () => {
    if (asked) return;
    asked = true;
    try {
      const answer = await fetch(form.dataset.suggestions, { credentials: "omit" });
      const { councils, areas, places, within } = await answer.json();
      names = Object.entries(councils).map(([name, short]) => [name, fold(short), fold(name)]);
      places.split("\n").forEach((name, number) => {
        const area = areas[within[number]];
        const label = area && area !== name ? `${name}, ${area}` : name;
        names.push([label, fold(name), fold(label)]);
      });
      suggest();
    } catch {
      asked = false; // so that the next key tries again
    }
  };

  const fitting = (typed) => {
    const begin = [];
    const within = [];
    names.forEach(([label, name, whole]) => {
      if (name.startsWith(typed) || whole.startsWith(typed)) begin.push(label);
      else if (` ${name}`.includes(` ${typed}`)) within.push(label);
    });
    return [...begin, ...within];
  };

  const list = document.createElement("ul");
  list.id = "q-list";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Councils and places");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  box.parentElement.append(list, status);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let active = -1;
  const mark = (number) => {
    active = number;
    [...list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === active));
    });
    if (active < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[active].id);
  };
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const choose = (option) => {
    box.value = option.textContent;
    close();
    form.requestSubmit();
  };

  const suggest = () => {
    const typed = fold(box.value);
    // There are no suggestions for a postcode, and one letter matches too many names.
    if (!names || document.activeElement !== box || typed.length < 2 || /\d/.test(typed)) {
      status.textContent = "";
      close();
      return;
    }
    const fit = fitting(typed);
    list.replaceChildren(
      ...fit.slice(0, SHOWN).map((label, number) => {
        const option = document.createElement("li");
        option.id = `q-${number}`;
        option.setAttribute("role", "option");
        option.textContent = label;
        return option;
      }),
    );
    const shown = Math.min(fit.length, SHOWN);
    status.textContent = shown < fit.length ? `${shown} of ${fit.length} names` : `${shown} names`;
    list.hidden = !shown;
    box.setAttribute("aria-expanded", String(shown > 0));
    mark(-1);
  };

  box.addEventListener("input", () => {
    if (!/\d/.test(box.value)) box.autocomplete = "off"; // the browser’s own list would cover ours
    load();
    suggest();
  });
  box.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" && list.hidden) suggest();
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") mark(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp") mark(active < 0 ? last : active - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
})();
