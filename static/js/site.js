// Only what adds: every page works without this file.
(() => {
  "use strict";

  // Exit this page: leave without a way back by the Back button, and at once.
  const exit = document.querySelector("[data-exit]");
  const leave = () => {
    document.documentElement.hidden = true;
    document.title = "BBC Weather";
    window.location.replace(exit.href);
  };
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((time) => now - time < 5000), now];
    if (presses.length >= 3) leave();
  });

  // Show what needs a script, and let it say when it is done.
  document.querySelectorAll("[data-script]").forEach((part) => {
    part.hidden = false;
  });
  const say = (button, words) => {
    const status = document.querySelector("[data-status]");
    if (status) status.textContent = words;
    const before = (button.dataset.before ??= button.textContent);
    button.textContent = words;
    setTimeout(() => {
      button.textContent = before;
    }, 3000);
  };
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.addEventListener("click", async () => {
      const from = document.querySelector(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(from.value);
      } catch {
        from.focus();
        from.select();
        if (!document.execCommand("copy")) {
          say(button, "Press Ctrl and C");
          return;
        }
      }
      say(button, "Copied");
    });
  });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.addEventListener("click", () => window.print());
  });

  // A letter's field grows with its text, where the browser does not do so by itself.
  document.querySelectorAll("textarea[data-grows]").forEach((area) => {
    if (CSS.supports("field-sizing", "content")) return;
    const grow = () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 4}px`;
    };
    area.addEventListener("input", grow);
    grow();
  });

  // Move to what needs another look.
  const errors = document.getElementById("errors");
  if (errors) {
    errors.focus({ preventScroll: true });
    errors.scrollIntoView({ behavior: "instant", block: "center" });
  }
})();
