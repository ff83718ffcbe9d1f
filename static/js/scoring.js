// Scoring alone: HTMX keeps what is typed by itself; here is what it leaves open.
{
  const itself = (event) => event.detail.elt?.id === "kept-line";
  const formOf = (element) => element?.closest("form[data-keeps-itself]");
  // True with a script only.
  const hint = () => { const words = document.getElementById("keeps-itself"); if (words) words.hidden = false; };
  hint();
  document.addEventListener("htmx:afterSwap", hint);
  // What was typed since the last time it was sent.
  let version = 0, sent = 0;

  document.addEventListener("input", (event) => { if (formOf(event.target)) version += 1; });
  document.addEventListener("htmx:beforeRequest", (event) => { if (itself(event)) sent = version; });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = itself(event) && formOf(event.detail.elt);
    if (!form) return;
    if (event.detail.successful && sent === version) changed.delete(form);
    // Without a connection it waits here, and comes back with the page.
    if (!event.detail.xhr?.status) keep(form);
  });
  window.addEventListener("online", () => {
    const line = document.getElementById("kept-line");
    if (line && changed.has(formOf(line))) htmx.trigger(formOf(line), "change");
  });
  // A tab that is closed takes nothing along.
  window.addEventListener("pagehide", () => {
    for (const form of changed) if (formOf(form)) navigator.sendBeacon(form.action, new URLSearchParams(new FormData(form)));
  });

  // Within a row of scores its digits choose one; Ctrl+Enter saves.
  document.addEventListener("keydown", (event) => {
    const form = formOf(event.target);
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches?.('input[type="radio"][name="score"]')) return;
    const radio = /^\d$/.test(event.key) && event.target.form.querySelector(`input[name="score"][value="${event.key}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.focus();
    radio.click();
  });
}
