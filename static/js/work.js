// The list of work is worked down with the keyboard. The keys belong to the list: they act only while the focus is in it,
// so that nobody who speaks to their computer or types elsewhere sets one off (WCAG 2.1.4).
const keys = document.getElementById("work-keys");
const opener = document.getElementById("work-keys-open");

// What is folded away is passed over.
const rows = () => [...document.querySelectorAll("#work .work-do a")].filter((link) => link.getClientRects().length);

function step(from, by) {
  const links = rows(), here = links.indexOf(from);
  // From anything else in the list, such as what can be unfolded, to the row that follows it or comes before.
  const after = links.findIndex((link) => from.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING);
  const next = here >= 0 ? here + by : by > 0 ? after : (after < 0 ? links.length : after) - 1;
  links[next]?.focus();
}

const ACTS = {
  j: (from) => step(from, 1),
  ArrowDown: (from) => step(from, 1),
  k: (from) => step(from, -1),
  ArrowUp: (from) => step(from, -1),
  "/": () => document.querySelector("#work-filter select")?.focus(),
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (event) => {
  const act = Object.hasOwn(ACTS, event.key) && ACTS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!event.target.closest("#work") || event.target.closest("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  act(event.target);
});

if (opener && keys) {
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());
}

// Whoever comes back from a row that is done goes on with the one after it, in the list as it was narrowed.
const LEFT = "work-left";
document.addEventListener("click", (event) => {
  const link = event.target.closest("#work .work-do a");
  if (!link) return;
  const links = rows();
  const after = links.slice(links.indexOf(link) + 1, links.indexOf(link) + 21).map((one) => one.closest(".work-row").id);
  sessionStorage.setItem(LEFT, JSON.stringify({ after, chosen: window.location.search }));
});

function goOn(after) {
  const links = rows();
  (links.find((link) => after.includes(link.closest(".work-row").id)) || links[0])?.focus();
}

const left = JSON.parse(sessionStorage.getItem(LEFT) || "null");
const filter = document.getElementById("work-filter");
if (filter) sessionStorage.removeItem(LEFT);
// Only after something was done there: whoever turned back finds the page as they left it.
if (filter && left && document.querySelector("main > [role=status] .note")) {
  window.addEventListener("load", () => {
    const chosen = [...new URLSearchParams(left.chosen)].filter(([name, value]) => value && filter.elements[name]);
    if (!chosen.length || window.location.search) return goOn(left.after);
    for (const [name, value] of chosen) filter.elements[name].value = value;
    document.addEventListener("htmx:afterSettle", () => goOn(left.after), { once: true });
    filter.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
