// Enhancements only: every page works without this file.
(() => {
  "use strict";

  // Exit this page: leave at once, so that the Back button does not come back here.
  const exit = document.querySelector("[data-exit]");
  let isLeaving = false;
  const leave = () => {
    isLeaving = true;
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

  // Show the buttons that need a script. Each says when it is done.
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
        await navigator.clipboard.writeText(from.value ?? from.textContent);
      } catch {
        if (from.select) {
          from.focus();
          from.select();
        } else {
          getSelection().selectAllChildren(from);
        }
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

  // Let a letter's field grow with its text, where the browser does not do so by itself.
  document.querySelectorAll("textarea[data-grows]").forEach((area) => {
    if (CSS.supports("field-sizing", "content")) return;
    const grow = () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 4}px`;
    };
    area.addEventListener("input", grow);
    grow();
  });

  // Say how many characters are left, once most of a field is used. Nothing typed is cut.
  document.querySelectorAll("[data-most]").forEach((area) => {
    const most = Number(area.dataset.most);
    const status = document.createElement("p");
    status.className = "hint";
    status.setAttribute("role", "status");
    area.after(status);
    let timer;
    const count = () => {
      if (area.value.length < most * 0.9) {
        status.textContent = "";
        return;
      }
      const left = most - [...area.value].length;
      const number = Math.abs(left).toLocaleString("en-GB");
      const characters = Math.abs(left) === 1 ? "character" : "characters";
      status.textContent = `${number} ${characters} ${left < 0 ? "too many" : "left"}`;
    };
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(count, 300); // so that a screen reader speaks only when the typing pauses
    });
    count();
  });

  // Turn each prompt into a button that begins the writer's own line, and select what to fill in.
  document.querySelectorAll("[data-prompt]").forEach((prompt) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button prompt";
    button.textContent = prompt.textContent;
    button.addEventListener("click", () => {
      const area = document.getElementById("id_own_line");
      const before = area.value.trim();
      area.value = (before ? `${before} ` : "") + prompt.dataset.prompt;
      area.focus();
      area.setSelectionRange(area.value.length - 1, area.value.length);
    });
    prompt.replaceWith(button);
  });

  // Save a draft when somebody leaves its page by a link, or closes it.
  const draft = document.querySelector("[data-keeps]");
  if (draft) {
    let isTyped = false; // stays false for text that a browser restores when it shows a page again
    draft.addEventListener("input", () => {
      isTyped = true;
    });
    draft.addEventListener("submit", () => {
      isTyped = false;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || !isTyped || isLeaving) return;
      isTyped = false;
      navigator.sendBeacon(draft.dataset.keeps, new URLSearchParams(new FormData(draft)));
    });
  }

  // Going back to a letter that has since been cleared, sent or changed must show its state now.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("[data-fresh]")) window.location.reload();
  });
  try {
    if (document.querySelector("[data-cleared]")) sessionStorage.setItem("cleared", "yes");
    const line = document.getElementById("id_own_line");
    if (line && sessionStorage.getItem("cleared")) {
      window.addEventListener("pageshow", () => line.form.reset());
      sessionStorage.removeItem("cleared");
    }
  } catch {
    // Without session storage there is nothing to clear.
  }

  // Move the focus to the summary of errors.
  const errors = document.getElementById("errors");
  if (errors) {
    errors.focus({ preventScroll: true });
    errors.scrollIntoView({ behavior: "instant", block: "center" });
  }
})();
