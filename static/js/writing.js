// Writing a text of the report. Without it the names of figures are copied by hand, and the button saves.
{
  const form = document.querySelector("form[data-writes]");

  function start() {
    const text = form.elements.text, tooLong = document.getElementById("too-long");
    const isTooLong = () => text.value.length > Number(form.dataset.longest);

    // A figure goes in where the cursor stands.
    for (const button of document.querySelectorAll("[data-insert]")) button.hidden = false;
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-insert]");
      if (!button) return;
      text.setRangeText(`{${button.dataset.insert}}`, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    });

    // Groups in which something is found open themselves; the others go.
    const field = document.getElementById("find-figure-field"), find = document.getElementById("find-figure");
    field.hidden = false;
    find.addEventListener("input", () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const group of document.querySelectorAll(".live-figures details")) {
        let found = 0;
        for (const row of group.querySelectorAll("tbody tr")) {
          const said = row.textContent.toLowerCase();
          row.hidden = !words.every((word) => said.includes(word));
          found += !row.hidden;
        }
        group.hidden = !found;
        group.open = Boolean(words.length && found);
      }
    });

    // A text that the server would refuse for its length is not sent.
    text.addEventListener("input", () => { tooLong.hidden = !isTooLong(); });
    form.addEventListener("submit", (event) => { if (isTooLong()) { event.preventDefault(); tooLong.hidden = false; } });

    // What is saved by itself need not be asked about when somebody leaves, unless they typed on meanwhile.
    let sent = null;
    document.addEventListener("htmx:confirm", (event) => { if (event.target.id === "kept-line" && isTooLong()) event.preventDefault(); });
    document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.id === "kept-line") sent = text.value; });
    document.addEventListener("htmx:afterRequest", (event) => {
      if (event.target.id === "kept-line" && event.detail.successful && sent === text.value) changed.delete(form);
    });
  }

  if (form) start();
}
