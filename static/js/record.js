// Recording progress: what would come of a figure is shown while it is typed, and what is typed is kept by itself.
{
  const PAUSE = 500, KEEP_AFTER = 1500, LONGEST_WAIT = 60000;
  const form = document.querySelector("form[data-keep-at]");
  class SignedOut extends Error {}

  // Whoever signed in again in another tab has a new token; the form goes on with it.
  function renewToken() {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) form.elements.csrfmiddlewaretoken.value = token[1];
  }

  // The fields as they stand, without files.
  function typed() {
    renewToken();
    return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  }

  async function ask(address, signal) {
    const answer = await fetch(address, { method: "POST", body: typed(), redirect: "manual", signal });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new SignedOut();
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }

  function start() {
    const line = document.getElementById("kept-line");
    const shown = document.getElementById("outlook-now");
    const explain = form.querySelector("[data-explain]");
    const absence = form.querySelector("[data-absence-reason]");
    let isSent = false, version = 0, keptVersion = 0, failures = 0;
    let keepTimer, outlookTimer, keeping, looking;

    // What went wrong is said once, not at every key.
    function tell(kind) {
      let isNew = false;
      for (const place of form.querySelectorAll("[data-trouble]")) {
        if (place.hidden === (place.dataset.trouble !== kind)) continue;
        place.hidden = !place.hidden;
        isNew ||= !place.hidden;
      }
      if (kind) line.replaceChildren();
      // It may have come up over the field somebody types in.
      if (isNew && form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
    }

    async function keepNow() {
      clearTimeout(keepTimer);
      if (isSent || keptVersion === version) return;
      const now = version;
      keeping?.abort();
      keeping = new AbortController();
      try {
        const answer = await ask(form.dataset.keepAt, keeping.signal);
        if (isSent) return;
        tell("");
        line.innerHTML = answer;
        failures = 0;
        keptVersion = Math.max(keptVersion, now);
        if (keptVersion === version) {
          changed.delete(form);
          sessionStorage.removeItem(KEPT);
        }
      } catch (error) {
        if (error.name === "AbortError" || isSent) return;
        keep(form);
        if (error instanceof SignedOut) {
          // It waits here over the sign-in page, so leaving for that loses nothing.
          changed.delete(form);
          tell("signed-out");
        } else {
          tell("offline");
          keepTimer = setTimeout(keepNow, Math.min(LONGEST_WAIT, 5000 * 2 ** failures));
          failures += 1;
        }
      }
    }

    async function lookAhead() {
      clearTimeout(outlookTimer);
      if (!shown || isSent) return;
      looking?.abort();
      looking = new AbortController();
      try {
        const answer = await ask(form.dataset.outlook, looking.signal);
        // Read aloud only where it says something else.
        if (shown.innerHTML.trim() !== answer.trim()) show(answer);
      } catch (error) {
        if (error.name === "AbortError" || isSent) return;
        if (error instanceof SignedOut) tell("signed-out");
        else shown.textContent = shown.dataset.offline;
      }
    }

    let last = "";
    function show(answer) {
      if (answer === last) return;
      last = answer;
      shown.innerHTML = answer;
      offer(shown);
      fit();
    }

    // Only what is asked for stands open; a field in which something stands is never hidden.
    function fit() {
      const words = explain.querySelector("textarea");
      const isAsked = "asked" in explain.dataset || shown?.querySelector("[data-doubt]");
      explain.hidden = !isAsked && !words.value && !explain.querySelector(".field-error");
      const chosen = form.elements.absence.value;
      absence.hidden = !chosen && !form.elements.absence_reason.value && !absence.querySelector(".field-error");
    }

    function touched() {
      version += 1;
      changed.add(form);
      clearTimeout(keepTimer);
      keepTimer = setTimeout(keepNow, KEEP_AFTER);
      clearTimeout(outlookTimer);
      outlookTimer = setTimeout(lookAhead, PAUSE);
      fit();
    }

    form.addEventListener("input", touched);
    form.addEventListener("change", touched);
    form.addEventListener("focusout", keepNow);
    window.addEventListener("online", () => { keepNow(); lookAhead(); });
    document.addEventListener("visibilitychange", () => { keepNow(); });
    window.addEventListener("pagehide", () => {
      if (!isSent && keptVersion !== version) navigator.sendBeacon(form.dataset.keepAt, typed());
    });
    // Back from the next page: what is saved now is shown.
    window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

    document.addEventListener("submit", (event) => {
      const isOurs = event.target === form;
      if (!isOurs && !event.target.matches("[data-drop]")) return;
      if (isSent && isOurs) {
        event.preventDefault();
        return;
      }
      if (isOurs && !navigator.onLine) {
        event.preventDefault();
        changed.add(form);
        tell("offline");
        return;
      }
      if (isOurs) renewToken();
      isSent = true;
      form.setAttribute("aria-busy", "true");
      clearTimeout(keepTimer);
      keeping?.abort();
      looking?.abort();
    });

    fit();
    if ("restored" in form.dataset) touched();
    else if (shown && "empty" in shown.dataset) lookAhead();
  }

  if (form) start();
}
