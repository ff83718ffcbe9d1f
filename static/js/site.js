// Small comforts on top of pages that work without them.

// Sums: every <input data-sum-into="id"> is added up into the field with that id.
// A total the person typed over is theirs and is left alone.
const plain = (text) => text.replace(/[\u17e0-\u17e9]/g, (d) => d.charCodeAt(0) - 0x17e0).replace(/[,\s]/g, "");

function places(text) {
  return (text.split(".")[1] || "").length;
}

document.addEventListener("input", (event) => {
  const id = event.target.dataset.sumInto;
  if (!id) {
    if (event.isTrusted) event.target.dataset.typed = "";
    return;
  }
  const total = document.getElementById(id);
  if (!total || total.form !== event.target.form || "typed" in total.dataset) return;
  const parts = [...total.form.querySelectorAll(`[data-sum-into="${CSS.escape(id)}"]`)].map((part) => plain(part.value)).filter(Boolean);
  const sum = parts.reduce((all, part) => all + Number(part), 0);
  // Binary fractions would show 0.30000000000000004: as many places as the longest part has.
  total.value = parts.length && Number.isFinite(sum) ? sum.toFixed(Math.max(...parts.map(places))) : "";
});

// Announcements: what an HTMX answer marks with data-announce is read aloud; so is a request that fails.
const announcer = document.getElementById("announcer");
const announce = (text) => { if (announcer && text) announcer.textContent = text; };

document.addEventListener("htmx:afterSettle", (event) => {
  const swapped = event.detail.elt;
  const news = swapped.matches("[data-announce]") ? swapped : swapped.querySelector("[data-announce]");
  if (news) announce(news.dataset.announce || news.textContent.trim());
  swapped.querySelector(".error-summary")?.focus();
});
document.addEventListener("htmx:sendError", () => announce(announcer?.dataset.offline));
document.addEventListener("htmx:responseError", () => announce(announcer?.dataset.failed));

// A form that came back with errors starts at their list.
document.querySelector(".error-summary")?.focus();

// <form data-keep>: leaving with unsaved changes asks first.
const changed = new Set();
document.addEventListener("input", (event) => { if (event.target.form?.matches("[data-keep]")) changed.add(event.target.form); });
document.addEventListener("submit", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
