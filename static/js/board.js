// The board with script: a session's page opens in a dialog, cards can be dragged, changes by others appear.
// Everything is asked of the same pages that work without it.

const board = document.getElementById("board");
const dialog = document.getElementById("acts");
const flash = document.getElementById("flash");
const said = document.getElementById("said");
const EVERY = 10_000; // ms between looking for changes
const QUARTER = 15 * 60_000;

let opener = ""; // the id of the card whose dialog is open: the card itself may be swapped meanwhile
let dragged = null;
let looking = false;

// --- the dialog ---

async function pageOf(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function fill(page) {
  const act = page.getElementById("act");
  if (!act) return false;
  dialog.firstElementChild.replaceChildren(...act.childNodes);
  return true;
}

async function open(card, query = new URLSearchParams()) {
  query.set("back", location.search.slice(1));
  opener = card.id;
  const answer = await fetch(`${card.pathname}?${query}`);
  if (!answer.ok || !fill(await pageOf(answer))) return location.assign(card.href);
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector("input[type=radio]:checked") ?? dialog.querySelector("select, input:not([type=hidden]), a"))?.focus();
}

async function choose(address, focus) {
  const answer = await fetch(address);
  if (!fill(await pageOf(answer))) return location.assign(address);
  if (focus) dialog.querySelector(`[name="${focus}"]`)?.focus();
}

// A post is answered by the board, which has changed, or by the session's page that says why it has not.
async function send(form, button) {
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const page = await pageOf(answer);
  if (answer.redirected && page.getElementById("board")) {
    const again = page.getElementById("board");
    swap(again, again.dataset.mark);
    tell(page);
    dialog.close();
  } else if (fill(page)) {
    const alert = dialog.querySelector("[role=alert]");
    said.textContent = alert?.textContent.replace(/\s+/g, " ").trim() ?? "";
    flashCard();
    alert?.setAttribute("tabindex", "-1");
    alert?.focus();
  } else {
    location.reload();
  }
}

function tell(page) {
  const news = [...page.querySelectorAll("main .kp-flash")];
  for (const old of document.querySelectorAll("main .kp-flash")) old.remove();
  flash.replaceChildren(...news);
}

function flashCard() {
  const card = document.getElementById(opener);
  card?.classList.add("is-refused");
  setTimeout(() => document.getElementById(opener)?.classList.remove("is-refused"), 6000);
}

board.addEventListener("click", (event) => {
  const card = event.target.closest("a[id^=s]");
  if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(card);
});

dialog.addEventListener("close", () => document.getElementById(opener)?.focus());

dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  if (form.method === "post") send(form, event.submitter ?? form.querySelector("button"));
});

dialog.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-choose]");
  if (form && form.checkValidity()) {
    choose(`${new URL(form.action).pathname}?${new URLSearchParams(new FormData(form))}`, event.target.name);
  }
});

dialog.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-choose]");
  if (!link) return;
  event.preventDefault();
  choose(document.getElementById(opener).pathname + link.getAttribute("href"), "day");
});

// --- dragging a card to another coach or day ---

// Where a pointer stands: the element that lights up, and what the session's page is asked for.
function target(event) {
  const cell = event.target.closest("td");
  if (cell && cell.closest("#board table")) {
    const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    return { lights: cell, query: { coach: cell.parentNode.dataset.coach, day: head.dataset.day } };
  }
  const strip = event.target.closest(".kp-board-day .kp-strip");
  if (!strip) return null;
  const row = strip.closest("[data-coach]");
  const query = { coach: row.dataset.coach, day: row.parentNode.dataset.day };
  return { lights: strip, query: { ...query, time: token(strip, quarter(strip, event.clientX)) } };
}

function light(element) {
  for (const lit of board.querySelectorAll(".is-drop")) lit.classList.remove("is-drop");
  element?.classList.add("is-drop");
}

board.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("a[draggable=true]");
  if (!card) return event.preventDefault();
  dragged = card;
  event.dataTransfer.setData("text/plain", card.id);
  event.dataTransfer.effectAllowed = "move";
  card.classList.add("is-dragged");
});

board.addEventListener("dragover", (event) => {
  const there = dragged && target(event);
  light(there?.lights);
  if (there) event.preventDefault();
});

board.addEventListener("drop", (event) => {
  const there = dragged && target(event);
  if (!there) return;
  event.preventDefault();
  open(dragged, new URLSearchParams(there.query));
});

board.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  light(null);
});

// --- drawing a new session on an empty place of a day ---

function quarters(strip) {
  return strip.closest(".kp-week-56") ? 56 : 36;
}

function quarter(strip, x) {
  const box = strip.getBoundingClientRect();
  return Math.min(Math.max(Math.floor(((x - box.left) / box.width) * quarters(strip)), 0), quarters(strip) - 1);
}

// Such as "12@20261124T0930Z", as the addresses have it.
function token(strip, number) {
  const start = new Date(strip.closest("[data-from]").dataset.from).getTime() + number * QUARTER;
  const minute = new Date(start).toISOString().slice(0, 16).replace(/[-:]/g, "");
  return `${strip.closest("[data-coach]").dataset.coach}@${minute}Z`;
}

let drawn = null;

board.addEventListener("pointerdown", (event) => {
  const strip = event.target.closest("[data-new] .kp-strip");
  if (!strip || event.button || event.target.closest("a, .is-held, .is-group, .is-wait, .is-busy, .is-off")) return;
  event.preventDefault();
  const bar = document.createElement("li");
  drawn = { strip, bar, from: quarter(strip, event.clientX) };
  strip.append(bar);
  strip.setPointerCapture(event.pointerId);
  draw(event);
});

function draw(event) {
  const to = quarter(drawn.strip, event.clientX);
  drawn.first = Math.min(drawn.from, to);
  drawn.length = Math.abs(to - drawn.from) + 1;
  drawn.bar.className = `is-drawn q${drawn.first} w${drawn.length}`;
}

board.addEventListener("pointermove", (event) => drawn && draw(event));

board.addEventListener("pointercancel", () => {
  drawn?.bar.remove();
  drawn = null;
});

board.addEventListener("pointerup", () => {
  if (!drawn) return;
  const { strip, bar, first, length } = drawn;
  drawn = null;
  bar.remove();
  // A press alone says no length: then it is the usual one.
  const query = new URLSearchParams({ time: token(strip, first), ...(length > 1 && { minutes: length * 15 }) });
  location.assign(`${strip.closest("[data-new]").dataset.new}?${query}`);
});

// --- what others change ---

function swap(again, mark) {
  const focus = board.contains(document.activeElement) ? document.activeElement.id : "";
  const box = board.querySelector(".kp-board");
  const [left, top] = [box?.scrollLeft ?? 0, box?.scrollTop ?? 0];
  board.replaceChildren(...again.childNodes);
  board.dataset.mark = mark;
  board.querySelector(".kp-board")?.scrollTo(left, top);
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

async function look() {
  if (looking || document.hidden || dragged || drawn) return;
  looking = true;
  try {
    const headers = { "If-None-Match": `"${board.dataset.mark}"` };
    const answer = await fetch(board.dataset.rows, { headers, cache: "no-store" });
    if (answer.status !== 200 || answer.redirected || dragged || drawn) return;
    const page = await pageOf(answer);
    swap(page.body, answer.headers.get("ETag").replace(/^W\/|"/g, ""));
    said.textContent = board.dataset.changed;
  } catch {
    // Out of reach for a moment: it looks again.
  } finally {
    looking = false;
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
