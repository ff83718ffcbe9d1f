// The grid of a table of inputs: keys go from cell to cell, a block of cells from a spreadsheet is pasted into a block
// of cells, and what is not saved yet is marked. Without it the table is a plain form.
{
  const table = document.getElementById("grid");
  const news = document.getElementById("grid-news");
  const count = document.getElementById("grid-count");
  const undo = document.getElementById("grid-undo");
  const control = (cell) => cell.querySelector("input:not([type=hidden]), select, textarea");
  const isList = (field) => field.tagName === "SELECT";
  const isNote = (field) => field.tagName === "TEXTAREA";

  // Every row that is shown, also one that is only read: a pasted block keeps its lines. Of each, its cells by column.
  const rows = [...table.querySelectorAll("tr[data-row]")].map((row) => {
    const cells = new Map();
    for (const cell of row.querySelectorAll("td[data-column]")) cells.set(Number(cell.dataset.column), control(cell));
    return { name: row.dataset.row, cells };
  });
  const headings = [...table.querySelectorAll("thead th[class*=cell-]")].map((heading) => heading.textContent.trim());
  const places = new Map();
  rows.forEach(({ cells }, line) => cells.forEach((field, column) => places.set(field, { line, column })));

  // What is not saved yet. A cell that came back with what was typed is marked by the server, which knows what is saved.
  const cameBack = new Set([...places.keys()].filter((field) => field.closest("td").classList.contains("changed")));
  const saved = (field) => (isList(field) ? [...field.options].find((one) => one.defaultSelected)?.value || "" : field.defaultValue);

  function mark() {
    let number = 0;
    for (const field of places.keys()) {
      const isChanged = cameBack.has(field) || field.value !== saved(field);
      field.closest("td").classList.toggle("changed", isChanged);
      number += isChanged;
    }
    if (count) count.textContent = number ? `${count.dataset.changed} ${number}` : "";
    return number;
  }

  const lines = (texts) => texts.map((text) => Object.assign(document.createElement("p"), { textContent: text }));

  // From cell to cell.
  function enter(field) {
    if (!field) return false;
    field.focus();
    if (!isList(field)) field.select();
    field.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  function below({ line, column }, step) {
    for (let next = line + step; rows[next]; next += step) {
      if (rows[next].cells.has(column)) return rows[next].cells.get(column);
    }
    return null;
  }

  const inOrder = (cells) => [...cells.keys()].sort((one, other) => one - other);

  function beside({ line, column }, step) {
    const columns = inOrder(rows[line].cells);
    return rows[line].cells.get(columns[columns.indexOf(column) + step]);
  }

  function end(cells, isLast) {
    const columns = inOrder(cells);
    return cells.get(isLast ? columns[columns.length - 1] : columns[0]);
  }

  function corner(isLast) {
    const filled = rows.filter(({ cells }) => cells.size);
    return end(filled[isLast ? filled.length - 1 : 0].cells, isLast);
  }

  // Keys move the caret inside a text first, and to the next cell from its ends; a text that is selected has none.
  function at(field) {
    if (isList(field)) return { start: true, end: true, top: true, bottom: true };
    const { selectionStart: from, selectionEnd: to, value } = field;
    const whole = from === 0 && to === value.length;
    return {
      start: whole || (from === to && from === 0),
      end: whole || (from === to && to === value.length),
      top: whole || !value.slice(0, from).includes("\n"),
      bottom: whole || !value.slice(to).includes("\n"),
    };
  }

  function target(event, field, place) {
    const { start, end: atEnd, top, bottom } = at(field);
    switch (event.key) {
      case "ArrowUp": return top && below(place, -1);
      case "ArrowDown": return bottom && below(place, 1);
      case "ArrowLeft": return start && beside(place, -1);
      case "ArrowRight": return atEnd && beside(place, 1);
      case "Home": return event.ctrlKey ? corner(false) : start && end(rows[place.line].cells, false);
      case "End": return event.ctrlKey ? corner(true) : atEnd && end(rows[place.line].cells, true);
      default: return null;
    }
  }

  table.addEventListener("keydown", (event) => {
    const field = event.target, place = places.get(field);
    if (!place || event.isComposing) return;
    if (event.key === "Enter") {
      if (isNote(field) && (event.altKey || event.ctrlKey)) {
        field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        // On the last row it stays: sending the form is a button's work.
        enter(below(place, event.shiftKey ? -1 : 1));
      }
      event.preventDefault();
      return;
    }
    if (event.altKey || event.shiftKey || event.metaKey) return;
    if (event.ctrlKey && !["Home", "End"].includes(event.key)) return;
    const next = target(event, field, place);
    // A list would take the arrow for another choice, also where no cell comes after it.
    if (enter(next) || (isList(field) && /^Arrow/.test(event.key))) event.preventDefault();
  });

  // A block of cells as spreadsheets put it: lines of cells with tabs between them. A cell with a line break, a tab or
  // quotes inside stands in quotes, in which a quote is doubled.
  function parse(text) {
    const lines = [[]];
    let rest = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (;;) {
      const quoted = /^"((?:[^"]|"")*)"(?=\t|\n|$)/.exec(rest);
      const [raw, cell] = quoted ? [quoted[0], quoted[1].replaceAll('""', '"')] : Array(2).fill(/^[^\t\n]*/.exec(rest)[0]);
      lines[lines.length - 1].push(cell);
      const separator = rest[raw.length];
      if (separator === undefined) return lines;
      if (separator === "\n") lines.push([]);
      rest = rest.slice(raw.length + 1);
    }
  }

  function isBlock(clipboard, field) {
    const text = clipboard.getData("text/plain");
    if (/<table/i.test(clipboard.getData("text/html")) || text.includes("\t")) return /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""));
    // Lines without a table around them are a text, where a text may have lines.
    return /[\r\n]/.test(text.trim()) && !isNote(field);
  }

  // Only pointed out: what a number is, the server says.
  function isDoubtful(field, text) {
    if (field.inputMode !== "decimal" || !text) return false;
    const digits = text.replace(/[\u17e0-\u17e9]/g, (digit) => digit.charCodeAt(0) - 0x17e0).replace(/\s/g, "");
    if (/^-?[1-9]\d{0,2}[,.]\d{3}$/.test(digits)) return true;
    return !/^-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d*)?|\.\d+)$/.test(digits);
  }

  // By its value, its name, or – of a step – its number.
  function choiceOf(list, text) {
    const names = (one) => [one.value, one.label, /^\d+(?= )/.exec(one.label)?.[0]];
    return [...list.options].find((one) => names(one).some((name) => name?.toLowerCase() === text.toLowerCase()));
  }

  // The last paste: what each cell held before it and after, also the totals that followed from it.
  let last = null;
  let isFresh = false;
  const state = () => new Map([...places.keys()].map((field) => [field, { text: field.value, typed: "typed" in field.dataset }]));

  // A text of one line cannot keep the line breaks of a pasted cell; they become spaces before the browser drops them.
  const fitted = (field, text) => (isNote(field) ? text : text.replace(/\s*\n\s*/g, " ").trim());

  function paste(block, { line, column }) {
    const outside = [], unknown = [], doubtful = [], filled = [];
    const before = state();
    const told = (row, place, text) => {
      const where = row ? `${row.name} ${headings[place] || news.dataset.beside}` : news.dataset.below;
      return `${where} “${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
    };
    const put = (row, place, field, text) => {
      const choice = isList(field) && choiceOf(field, text);
      if (isList(field) && !choice) return unknown.push(told(row, place, text));
      field.value = choice ? choice.value : fitted(field, text);
      // A total that was pasted is theirs, as one that was typed.
      if (!field.dataset.sumInto) field.dataset.typed = "";
      if (isDoubtful(field, text)) doubtful.push(told(row, place, text));
      return filled.push(field);
    };
    block.forEach((cells, down) => cells.forEach((raw, right) => {
      const row = rows[line + down], place = column + right, text = raw.trim();
      if (!text) return; // nothing there leaves what is here
      const field = row?.cells.get(place);
      if (field) put(row, place, field, text);
      else outside.push(told(row, place, text));
    }));
    for (const field of filled) field.dispatchEvent(new Event("input", { bubbles: true }));
    for (const field of filled) doubt(field);
    last = { before, after: state(), first: filled[0] };
    isFresh = true;
    const said = [`${news.dataset.filled} ${filled.length}`];
    for (const [label, found] of [["outside", outside], ["unknown", unknown], ["doubtful", doubtful]]) {
      if (found.length) said.push(`${news.dataset[label]} ${found.join(", ")}`);
    }
    news.replaceChildren(...lines(said));
    undo.hidden = !filled.length;
    mark();
  }

  function doubt(field) {
    const isOne = isDoubtful(field, field.value.trim()), cell = field.closest("td");
    cell.classList.toggle("doubtful", isOne);
    if (isOne) field.setAttribute("aria-invalid", "true");
    else if (!cell.querySelector(".field-error")) field.removeAttribute("aria-invalid");
  }

  function takeBack() {
    const { before, after, first } = last;
    last = null;
    for (const [field, { text, typed }] of before) {
      if (field.value !== after.get(field).text) continue; // typed over since: that is theirs
      field.value = text;
      if (!typed) delete field.dataset.typed;
      doubt(field);
    }
    undo.hidden = true;
    news.replaceChildren(...lines([news.dataset.undone]));
    mark();
    enter(first); // the button goes; the keyboard goes on where the paste began
  }

  undo?.addEventListener("click", takeBack);
  table.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (!isUndo || !last || !isFresh) return;
    event.preventDefault();
    takeBack();
  });

  table.addEventListener("paste", (event) => {
    const place = places.get(event.target);
    if (!place || !isBlock(event.clipboardData, event.target)) return;
    event.preventDefault();
    paste(parse(event.clipboardData.getData("text/plain")), place);
  });

  table.addEventListener("input", (event) => {
    if (!places.has(event.target)) return;
    if (event.isTrusted) isFresh = false;
    if (event.target.closest(".doubtful")) doubt(event.target);
    if (event.isTrusted) mark();
  });
  table.addEventListener("change", mark);

  // What came back, or waited while one signed in again, is as unsaved as what is typed: leaving asks.
  if (mark()) table.querySelector("input[type=hidden]").dispatchEvent(new Event("input", { bubbles: true }));
}
