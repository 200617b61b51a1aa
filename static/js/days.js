// Add a slider to the list of days. Without this file the list and its button do the same.
(() => {
  "use strict";

  const form = document.querySelector("[data-days]");
  if (!form) return;
  const list = form.querySelector("select");
  const line = form.querySelector("[data-days-line]");
  if (list.options.length < 3) return;

  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = list.options.length - 1;
  slider.setAttribute("aria-label", "Day");
  const show = () => {
    slider.value = list.selectedIndex;
    slider.setAttribute("aria-valuetext", list.options[list.selectedIndex].text);
  };
  slider.addEventListener("input", () => {
    list.selectedIndex = Number(slider.value);
    show();
  });
  // Letting go of the slider with a finger or mouse submits; with the keyboard, the button does.
  let held = false;
  slider.addEventListener("pointerdown", () => {
    held = true;
  });
  slider.addEventListener("change", () => {
    if (held) form.requestSubmit();
    held = false;
  });
  list.addEventListener("change", show);
  show();
  line.append(slider);
  line.hidden = false;
})();
