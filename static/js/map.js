// Name the council in focus below the map; add zoom and a change of view in place to the map. Without this file its councils are links
// with names, and true areas are at their own address.
(() => {
  "use strict";

  const start = (figure) => {
    const stage = figure.querySelector("[data-stage]");
    const label = figure.querySelector("[data-label]");
    const hint = stage.querySelector("a:not(.map-regions a)") ? "Point at a council, or touch it, to see its name." : "";
    label.textContent = hint;
    const svg = stage.querySelector("svg.map");
    let shown = null;

    // Browsers show a title as a second label, so move its words to the link's name.
    svg.querySelectorAll("a > title").forEach((title) => {
      title.parentNode.setAttribute("aria-label", title.textContent);
      title.remove();
    });
    const councilAt = (event) => (event.target.closest(".map-regions") ? null : event.target.closest("a"));

    const ring = document.createElementNS(svg.namespaceURI, "use");
    ring.setAttribute("class", "map-ring map-ring-here");

    const show = (link) => {
      const shape = link.querySelector("use, path");
      shown = link;
      if (shape.id) {
        ring.setAttribute("href", `#${shape.id}`);
        ["x", "y"].forEach((name) => ring.removeAttribute(name));
      } else {
        ["href", "x", "y"].forEach((name) => {
          if (shape.hasAttribute(name)) ring.setAttribute(name, shape.getAttribute(name));
          else ring.removeAttribute(name);
        });
      }
      if (svg.classList.contains("map-hexagons")) ring.setAttribute("href", "#hex-ring");
      link.ownerSVGElement.append(ring);
      label.textContent = link.getAttribute("aria-label");
    };
    const hide = () => {
      shown = null;
      label.textContent = hint;
      ring.remove();
    };

    let touched = false;
    svg.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
    });
    svg.addEventListener("pointerover", (event) => {
      const link = councilAt(event);
      if (link && event.pointerType !== "touch") show(link);
    });
    svg.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch" && !svg.contains(document.activeElement)) hide();
    });
    // Listen on the stage: in Chromium an SVG that listens for focus can take the focus itself.
    stage.addEventListener("focusin", (event) => {
      const link = councilAt(event);
      if (!link || touched) return;
      if (scale > 1 && link.ownerSVGElement === svg) {
        const box = link.getBBox();
        middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        look();
      }
      show(link);
    });
    stage.addEventListener("focusout", hide);
    // A finger covers what it touches, so the first touch shows the name and the second opens it.
    svg.addEventListener("click", (event) => {
      const link = councilAt(event);
      if (!link) hide();
      else if (touched && shown !== link) {
        event.preventDefault();
        show(link);
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });

    // Zoom by making the viewBox smaller around its middle; drag to move.
    const whole = svg.viewBox.baseVal;
    const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
    let scale = 1;
    let middle = { x: full.x + full.width / 2, y: full.y + full.height / 2 };
    const look = () => {
      const width = full.width / scale;
      const height = full.height / scale;
      middle.x = Math.max(full.x + width / 2, Math.min(middle.x, full.x + full.width - width / 2));
      middle.y = Math.max(full.y + height / 2, Math.min(middle.y, full.y + full.height - height / 2));
      svg.setAttribute("viewBox", `${middle.x - width / 2} ${middle.y - height / 2} ${width} ${height}`);
      svg.classList.toggle("map-zoomed", scale > 1);
      hide();
    };
    figure.querySelectorAll("[data-zoom]").forEach((button) => {
      button.addEventListener("click", () => {
        scale = Math.max(1, Math.min(8, button.dataset.zoom === "in" ? scale * 1.6 : scale / 1.6));
        if (scale < 1.05) scale = 1;
        look();
      });
    });
    let drag = null;
    svg.addEventListener("pointerdown", (event) => {
      if (scale > 1) drag = { x: event.clientX, y: event.clientY, moved: false };
    });
    window.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const unit = full.width / scale / svg.getBoundingClientRect().width;
      const right = event.clientX - drag.x;
      const down = event.clientY - drag.y;
      if (!drag.moved && Math.hypot(right, down) < 6) return;
      drag = { x: event.clientX, y: event.clientY, moved: true };
      middle = { x: middle.x - right * unit, y: middle.y - down * unit };
      look();
    });
    window.addEventListener("pointerup", () => {
      const moved = drag && drag.moved;
      drag = null;
      if (moved) {
        const stop = (event) => event.preventDefault();
        svg.addEventListener("click", stop, { capture: true, once: true });
        setTimeout(() => svg.removeEventListener("click", stop, { capture: true }), 50);
      }
    });

    figure.querySelectorAll("[data-script]").forEach((part) => {
      part.hidden = false;
    });
    // Load the other view in place, so that filter, scroll and focus stay where they are.
    const other = figure.querySelector("[data-view]");
    other.addEventListener("click", async (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      try {
        const response = await fetch(other.href);
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const next = document.importNode(page.querySelector("[data-map]"), true);
        figure.replaceWith(next);
        history.replaceState(null, "", other.href);
        start(next);
        next.querySelector("[data-view]").focus({ preventScroll: true });
      } catch {
        window.location.assign(other.href);
      }
    });
  };

  document.querySelectorAll("[data-map]").forEach(start);
})();
