// Reading a large workbook takes some seconds: the button says so, and is not pressed twice.
document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter || form.querySelector("button");
  if (!form.matches("[data-busy]") || !button) return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  button.textContent = button.dataset.busyText;
  document.getElementById("announcer").textContent = button.dataset.busyText;
});
// Back from the next page: the form can be sent again.
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
