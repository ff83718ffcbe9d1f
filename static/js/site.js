// Small comforts on top of pages that work without them.

// Sums: every <input data-sum-into="id"> is added up into the field with that id.
// A total the person typed over is theirs and is left alone.
// Only what the server takes is read: digits, with a point for decimals, and commas where they can but separate thousands.
// With anything else there is no sum; nor with a part below zero, which cannot be.
const TWO_READINGS = /^[1-9]\d{0,2}\.\d{3}$/;
const plain = (text) => {
  const digits = text.replace(/[\u17e0-\u17e9]/g, (d) => d.charCodeAt(0) - 0x17e0).replace(/\s/g, "");
  if (!digits) return "";
  if (digits.includes(",")) return /^\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$/.test(digits) ? digits.replaceAll(",", "") : "?";
  return /^(\d+(\.\d*)?|\.\d+)$/.test(digits) && !TWO_READINGS.test(digits) ? digits : "?";
};

function places(text) {
  return (text.split(".")[1] || "").length;
}

// Parts with a data-sum-group split the same total, each group in its own way (by sex, by age): they are added up apart,
// and the total is the largest of these sums, for it holds them all. "" where there is none.
function summed(total) {
  const groups = new Map();
  for (const part of total.form.querySelectorAll(`[data-sum-into="${CSS.escape(total.id)}"]`)) {
    const text = plain(part.value), group = part.dataset.sumGroup || "";
    if (text) groups.set(group, [...(groups.get(group) || []), text]);
  }
  // Binary fractions would show 0.30000000000000004: as many places as the longest part has.
  const sums = [...groups.values()].map((parts) => parts.reduce((all, part) => all + Number(part), 0).toFixed(Math.max(...parts.map(places))));
  if (!sums.length || sums.some((sum) => !Number.isFinite(Number(sum)))) return "";
  const most = sums.reduce((one, sum) => (Number(sum) > Number(one) ? sum : one));
  // The sum, too, must be what the server takes: three decimals alone could be thousands.
  return TWO_READINGS.test(most) ? `${most}0` : most;
}

// A total that came with the page and is not the sum of its parts was typed, too: the rest is not stated.
for (const part of document.querySelectorAll("[data-sum-into]")) {
  const total = document.getElementById(part.dataset.sumInto);
  if (total.value && Number(plain(total.value)) !== Number(summed(total))) total.dataset.typed = "";
}

document.addEventListener("input", (event) => {
  const id = event.target.dataset.sumInto;
  if (!id) {
    if (event.isTrusted) event.target.dataset.typed = "";
    return;
  }
  const total = document.getElementById(id);
  if (!total || total.form !== event.target.form || "typed" in total.dataset) return;
  total.value = summed(total);
});

// A number that could mean two things: a button for each types it.
function offer(place) {
  for (const readings of place.querySelectorAll(".readings[hidden]")) readings.hidden = false;
}
offer(document);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]"), field = button && document.getElementById(button.dataset.fill);
  if (!field) return;
  field.value = button.textContent;
  if (!field.dataset.sumInto) field.dataset.typed = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
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

// Signed out meanwhile: the sign-in page must not take the place of the form, nor what was typed be lost.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.xhr.responseURL.includes("/accounts/login/")) return;
  event.detail.shouldSwap = false;
  const form = event.detail.requestConfig.elt;
  keep(form.closest("form") || form);
  window.location.assign(event.detail.xhr.responseURL.replace(/next=[^&]*/, `next=${encodeURIComponent(window.location.pathname + window.location.search)}`));
});

// A form that is sent while its session has ended leads over the sign-in page back to itself: what was typed waits here.
// It is theirs alone: whoever signs in next, in the same browser, never sees it.
const person = document.body.dataset.person || "";
const KEPT = `typed:${person}`;
// What is kept by itself is held against what others have saved since, so it comes back with the revision it is of.
const notKept = (form) => ["csrfmiddlewaretoken", ...(form.dataset.keepAt ? [] : ["revision"])];

function keep(form) {
  if (!form.matches("[data-keep]")) return;
  const typed = [...new FormData(form)].filter(([name, value]) => !notKept(form).includes(name) && typeof value === "string");
  // A page may hold several such forms: each then has a key of its own.
  sessionStorage.setItem(KEPT, JSON.stringify({ path: window.location.pathname, key: form.dataset.keep, typed }));
}

document.addEventListener("submit", (event) => keep(event.target));
if (!window.location.pathname.startsWith("/accounts/")) {
  for (const key of Object.keys(sessionStorage)) if (person && key.startsWith("typed:") && key !== KEPT) sessionStorage.removeItem(key);
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  const form = document.querySelector(`form[data-keep="${CSS.escape(kept?.key || "")}"]`);
  if (kept && form && kept.path === window.location.pathname && !document.querySelector(".error-summary, [data-came-back]")) {
    for (const [name, value] of kept.typed) {
      const field = form.elements[name];
      if (field instanceof RadioNodeList || field?.type !== "checkbox") { if (field) field.value = value; }
    }
    form.dataset.restored = "";
    announce(announcer?.dataset.kept);
    changed.add(form);
  }
  // A page of the same address without the form is a refusal of the whole: it waits on.
  if (!kept || form || kept.path !== window.location.pathname) sessionStorage.removeItem(KEPT);
}
document.addEventListener("htmx:afterSwap", () => sessionStorage.removeItem(KEPT));
