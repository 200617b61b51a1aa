// Name what Django's own scripts leave without a name. They run when jQuery is ready, in order.
window.django?.jQuery?.(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const shown = document.getElementById(`select2-${select.id}-container`);
    if (label && shown) shown.setAttribute("aria-label", label.textContent.trim());
    const search = select.parentElement.querySelector(".select2-search__field");
    if (label && search) search.setAttribute("aria-label", label.textContent.trim());
  }
});
window.addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".help-tooltip[aria-label]")) icon.role = "img";
});

// What is typed beside a task, into a list's form or onto the record stands nowhere else before it is sent, and nothing of it
// is kept here: a child may share the computer. The browser asks before a link, Back, or another form on the page loses it.
(() => {
  const forms = document.querySelectorAll("form[data-typed], .change-form #content-main form");
  const BOXES = "textarea, input:is([type=text], [type=url], [type=email], [type=number])";
  let sent = null;
  const isUnsaved = (form) => {
    // With an error, or to be looked at first.
    const came = form.dataset.typed === "back" || form.querySelector(".errornote") !== null;
    return [...form.querySelectorAll(BOXES)].some((box) => box.value !== (came ? "" : box.defaultValue));
  };
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget !== "_blank") sent = form; // a look in another window saves nothing
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if ([...forms].some((form) => form !== sent && isUnsaved(form))) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    sent = null;
  });
})();
