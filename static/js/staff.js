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
