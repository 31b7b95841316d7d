// What a page does with script; without it everything still works.

// A form that is being sent shows it and can't be sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || !form.dataset.saving || !button) return;
  // After the browser has read the form: a disabled button would not be sent along.
  setTimeout(() => {
    button.dataset.words = button.innerHTML;
    button.textContent = form.dataset.saving;
    button.disabled = true;
  });
});

// Coming back by the browser's own button: the form is ready again.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[data-words]")) {
    button.innerHTML = button.dataset.words;
    button.disabled = false;
    delete button.dataset.words;
  }
});

// A link to a page that also lies here as a <dialog> opens the dialog instead.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const closer = event.target.closest("dialog [data-close]");
  const dialog = opener ? document.getElementById(opener.dataset.dialog) : closer?.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  if (opener) dialog.showModal();
  else dialog.close();
});

// Copying what a field holds. Without script, or where the browser forbids it, the field can be marked by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(field.value);
    document.getElementById(button.dataset.told).textContent = button.dataset.copied;
  });
}
