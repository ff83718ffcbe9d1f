// Evidence is sent as soon as it is chosen or dropped; without this it goes with the form.
{
  const HERE = "[data-evidence]";

  function start(place) {
    const form = place.closest("form") || place.querySelector("form");
    const input = place.querySelector("input[type=file]");
    const sending = place.querySelector("[data-evidence-sending]");
    const said = place.querySelector("[data-evidence-words]").dataset;
    const words = (name, file) => said[name].replace("NAME", () => file.name);
    const waiting = [];
    let running = null, submitter = null, isWanted = false;

    for (const one of place.querySelectorAll("[data-with-script]")) one.hidden = false;
    for (const one of place.querySelectorAll("[data-without-script]")) one.hidden = true;

    function body(fields = {}) {
      const sent = new FormData();
      const person = form.elements.person;
      if (person) sent.append("person", person.value);
      for (const [name, value] of Object.entries(fields)) sent.append(name, value);
      return sent;
    }

    // What is refused stays in view until the next is chosen, also when other files have come since.
    function complain(sentence) {
      const line = document.createElement("p");
      line.className = "field-error";
      line.textContent = sentence;
      sending.append(line);
      announce(sentence);
    }

    function show(answer) {
      const old = place.querySelector("[data-evidence-items]");
      const focused = old.contains(document.activeElement);
      old.insertAdjacentHTML("afterend", answer);
      const items = old.nextElementSibling;
      old.remove();
      for (const problem of items.querySelectorAll("[data-evidence-problems] > li")) if (sending) { complain(problem.textContent); problem.remove(); }
      if (focused) (input || items.querySelector("button, a"))?.focus();
      announce(items.dataset.announce);
    }

    // `after` gets whether the server took it.
    function send(address, fields, after, onProgress) {
      const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("X-CSRFToken", token ? token[1] : form.elements.csrfmiddlewaretoken.value);
      if (onProgress) request.upload.addEventListener("progress", onProgress);
      request.addEventListener("load", () => {
        const known = [200, 422].includes(request.status) && !request.responseURL.includes("/accounts/login/");
        if (known) show(request.responseText);
        after(known ? request.status === 200 : null, request);
      });
      request.addEventListener("error", () => after(null, null));
      request.addEventListener("abort", () => after(false, request));
      request.send(body(fields));
      return request;
    }

    function next() {
      const file = waiting.shift();
      running = null;
      if (!file) {
        const button = submitter;
        submitter = null;
        form.removeAttribute("aria-busy");
        // Asked for while files were on their way: now they are there, unless something was refused.
        if (isWanted && !sending.querySelector(".field-error")) form.requestSubmit(button);
        isWanted = false;
        return;
      }
      if (!file.size || file.size > Number(place.dataset.largest)) {
        complain(words(file.size ? "tooLarge" : "empty", file));
        next();
        return;
      }
      const row = document.createElement("div"), label = document.createElement("label");
      const bar = document.createElement("progress"), stop = document.createElement("button");
      bar.max = file.size;
      bar.value = 0;
      bar.id = "evidence-progress";
      label.htmlFor = bar.id;
      label.textContent = words("sending", file);
      stop.type = "button";
      stop.className = "link";
      stop.textContent = said.stop;
      row.append(label, bar, stop);
      sending.append(row);
      announce(label.textContent);
      running = send(place.dataset.evidence, { evidence: file }, (isTaken, request) => {
        const had = row.contains(document.activeElement);
        row.remove();
        if (had) input.focus();
        if (isTaken === null) {
          const why = !request ? "offline" : request.responseURL.includes("/accounts/login/") || request.status === 403 ? "signedOut" : "failed";
          complain(words(why, file));
        }
        next();
      }, (event) => { if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; } });
      stop.addEventListener("click", () => running.abort());
    }

    function take(files) {
      for (const old of sending.querySelectorAll(".field-error")) old.remove();
      waiting.push(...files);
      if (!running) next();
    }

    function addLink() {
      const [link, name] = ["evidence_link", "evidence_name"].map((field) => form.elements[field]);
      for (const old of sending.querySelectorAll(".field-error")) old.remove();
      send(place.dataset.evidence, { evidence_link: link.value, evidence_name: name.value }, (isTaken, request) => {
        if (isTaken) {
          link.value = name.value = "";
          place.querySelector("[data-evidence-link]").open = false;
          place.querySelector("[data-evidence-link] summary").focus();
        } else if (isTaken === null) complain(words(!request ? "offline" : "signedOut", { name: link.value }));
      });
    }

    place.addEventListener("click", (event) => {
      const act = event.target.closest("[data-evidence-act]");
      if (act) {
        event.preventDefault();
        send(act.getAttribute("formaction"), {}, (isTaken, request) => { if (isTaken === null) announce(announcer.dataset[request ? "failed" : "offline"]); });
      } else if (event.target.closest("[data-evidence-add-link]")) {
        event.preventDefault();
        addLink();
      }
    });
    if (!input) return;

    // What is chosen here is kept by itself; it is nothing that was typed.
    for (const kind of ["input", "change"]) input.addEventListener(kind, (event) => event.stopPropagation());
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      take(files);
    });
    for (const field of place.querySelectorAll("[data-evidence-link] input")) {
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        addLink();
      });
    }
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      const link = event.dataTransfer.getData("text/uri-list").split(/[\r\n]/).find((line) => /^https?:/.test(line));
      for (const folded of place.querySelectorAll("[data-evidence-fields]")) folded.open = true;
      if (event.dataTransfer.files.length) take([...event.dataTransfer.files]);
      else if (link) {
        place.querySelector("[data-evidence-link]").open = true;
        form.elements.evidence_link.value = link;
        form.elements.evidence_link.focus();
      }
    });
    // Sent while files are on their way: it waits for them.
    document.addEventListener("submit", (event) => {
      if (event.target !== form || !running) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      submitter = event.submitter;
      isWanted = true;
      form.setAttribute("aria-busy", "true");
      announce(said.waits);
    }, true);
    window.addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
  }

  // A file that misses its place must not be opened instead of the page.
  const isCarried = (event) => event.dataTransfer && ["Files", "text/uri-list"].some((kind) => event.dataTransfer.types.includes(kind));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!isCarried(event)) return;
      const place = event.target.closest?.(HERE);
      if (event.dataTransfer.types.includes("Files") || place) event.preventDefault();
      if (kind !== "drop" && event.dataTransfer.types.includes("Files") && !place) event.dataTransfer.dropEffect = "none";
      for (const one of document.querySelectorAll(HERE)) one.classList.toggle("is-over", one === place && kind !== "drop");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) for (const one of document.querySelectorAll(HERE)) one.classList.remove("is-over");
  });

  document.querySelectorAll(HERE).forEach(start);
}
