// Says in time that the sign-in ends, and lets one go on; what is typed stays on the page, whichever tab one goes on in.

const dialog = document.getElementById("kp-stay");
const again = dialog.querySelector("a");
const { url, person, minutes } = dialog.dataset;
const WARNED = 60 * minutes;
const LOOK = 15; // seconds
let ends = Date.now() / 1000 + Number(dialog.dataset.seconds);
let said = "";

const left = () => ends - Date.now() / 1000;

// What the server knows: another tab may have prolonged it, or somebody may have signed in again.
async function ask(method) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(url, { method, headers: { "X-CSRFToken": token }, cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const now = await answer.json();
  if (now.person && String(now.person) !== person) return location.reload();
  ends = Date.now() / 1000 + now.seconds;
  // Signing in changes the token: a form that has waited since before would be refused.
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = now.token;
}

function typed() {
  const changed = (field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT"
        ? [...field.options].some((option) => option.selected !== option.defaultSelected)
        : field.value !== field.defaultValue;
  return [...document.querySelectorAll("form :is(input:not([type=hidden]), textarea, select)")].some(changed);
}

function say(when) {
  if (said === when) return;
  said = when;
  for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== when;
  if (when === "over" && typed()) {
    again.href = again.dataset.other;
    again.target = "_blank";
  }
  if (dialog.open) dialog.close(); // opened anew it is read out anew
  dialog.showModal();
}

async function look() {
  if (left() <= WARNED) await ask("GET");
  if (left() > WARNED) {
    said = "";
    if (dialog.open) dialog.close();
  } else say(left() > 0 ? "soon" : "over");
}

async function keepLooking() {
  await look();
  const next = [left() - WARNED, left(), LOOK].find((seconds) => seconds > 0);
  setTimeout(keepLooking, 1000 * Math.min(LOOK, Math.max(1, next)));
}

dialog.querySelector("[data-stay]").addEventListener("click", async () => {
  await ask("POST");
  await look();
});
document.addEventListener("visibilitychange", () => document.hidden || look());
keepLooking();
