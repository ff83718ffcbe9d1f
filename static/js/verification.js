// Ticking all entries of a page at once, and how many are ticked. Without it every box is ticked by itself.
const together = document.getElementById("together");
if (together) {
  const bar = together.querySelector(".tick-all");
  const said = bar.querySelector("[data-ticked]");
  const boxes = () => [...together.elements].filter((field) => field.name === "chosen");
  const count = () => { said.textContent = `${boxes().filter((box) => box.checked).length} ${said.dataset.ticked}`; };
  const those = together.querySelector('[name="which"][value="ticked"]');
  bar.hidden = false;
  count();
  document.addEventListener("change", (event) => {
    if (event.target.form !== together || event.target.name !== "chosen") return;
    if (event.target.checked) those.checked = true;
    count();
  });
  bar.addEventListener("click", (event) => {
    const tick = event.target.dataset.tick;
    if (!tick) return;
    for (const box of boxes()) box.checked = tick === "all";
    those.checked = true;
    count();
  });
}
