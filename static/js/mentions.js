// While one types “@” and the beginning of a name, the names that fit are offered below the text: arrow keys choose,
// Enter takes, Escape closes. The list of people stands in the form, or is fetched from its own page when it is needed;
// where that does not work nothing is offered, and full names are understood all the same.
const MOST = 6;

// The list of people of a form, as it stands there or on its own page.
async function listOf(form) {
  const link = form.querySelector("a[data-people]");
  if (!link) return form.querySelector(".people");
  const answer = await fetch(link.href);
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(".people");
}

function peopleIn(list) {
  return [...(list?.querySelectorAll('input[name="mentions"]') || [])].map((box) => {
    const label = box.closest("label").textContent.trim();
    // Their organisation stands behind the name.
    return { key: box.value, label, name: label.replace(/ \([^()]*\)$/, "") };
  });
}

function serve(text) {
  let people = null, asked = null;
  const holder = document.createElement("div"), list = document.createElement("ul");
  holder.className = "names";
  holder.hidden = true;
  list.id = `${text.id}_names`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", text.form.querySelector("a[data-people], .people summary")?.textContent.trim() || "@");
  holder.append(list);
  text.after(holder);
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", list.id);
  let fitting = [], chosen = 0;

  // What stands between the last @ and the cursor, if a name can begin there.
  const begun = () => /(?:^|[^\w.+-])@([^@\n]{0,60})$/.exec(text.value.slice(0, text.selectionStart))?.[1];

  const close = () => {
    fitting = [];
    holder.hidden = true;
    text.removeAttribute("aria-activedescendant");
  };

  const show = () => {
    list.replaceChildren(...fitting.map((person, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}_${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === chosen));
      item.textContent = person.label;
      // Before the text loses its focus.
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(person); });
      return item;
    }));
    holder.hidden = false;
    text.setAttribute("aria-activedescendant", `${list.id}_${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = (person) => {
    const end = text.selectionStart, start = end - begun().length;
    text.setRangeText(`${person.name} `, start, end, "end");
    // Of two people of one name the one that was taken is meant.
    if (people.filter((one) => one.name === person.name).length > 1) choose(person);
    close();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const choose = (person) => {
    const own = text.form.querySelector(`input[name="mentions"][value="${CSS.escape(person.key)}"]`);
    if (own) {
      own.checked = true;
      return;
    }
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name: "mentions", value: person.key });
    text.form.append(hidden);
  };

  const known = () => { asked ??= listOf(text.form).then((found) => { people = peopleIn(found); look(); }, () => { asked = null; }); };

  const look = () => {
    const typed = begun()?.toLowerCase();
    if (typed !== undefined && !people) known();
    // A whole name is there already, with what follows it.
    fitting = typed === undefined || !people ? [] : people.filter((one) => one.name.toLowerCase().startsWith(typed) && one.name.length > typed.length).slice(0, MOST);
    chosen = 0;
    if (fitting.length) show(); else close();
  };

  text.addEventListener("input", look);
  text.addEventListener("keydown", (event) => {
    if (!fitting.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : fitting.length - 1)) % fitting.length;
      show();
    } else if (event.key === "Enter" || event.key === "Tab") take(fitting[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  text.addEventListener("blur", close);
}

for (const text of document.querySelectorAll("textarea[data-mentions]")) serve(text);

// The list opens where one is writing instead of on its own page: what was typed stays.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-people]"), form = link?.closest("form");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const list = await listOf(form);
    // Whoever is alone in a programme has nobody to choose.
    if (!list) return link.parentElement.remove();
    link.parentElement.replaceWith(document.adoptNode(list));
    list.open = true;
    list.querySelector("summary").focus();
  } catch {
    const announcer = document.getElementById("announcer");
    announcer.textContent = announcer.dataset.offline;
  }
});
