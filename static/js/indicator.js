// The page of an indicator asks for what its measure needs. A field in which something stands is never hidden,
// so nothing is kept that nobody sees.
const measure = document.getElementById("id_measure");
const direction = document.getElementById("id_direction");

function stands(field) {
  if (field.type === "radio") return false;
  if (field.type === "checkbox") return field.checked;
  if (field.tagName === "SELECT") return field.selectedIndex > 0;
  return field.type !== "hidden" && field.value.trim() !== "";
}

function fit() {
  for (const place of document.querySelectorAll("[data-measures]")) {
    const needed = place.dataset.measures.split(" ").includes(measure.value);
    const aimed = !place.dataset.direction || place.dataset.direction === direction.value;
    const fields = [...place.querySelectorAll("input, select, textarea")];
    place.hidden = !(needed && aimed) && !fields.some(stands);
  }
}

if (measure && direction) {
  measure.addEventListener("change", fit);
  direction.addEventListener("change", fit);
  fit();
}
