// The list of people to play, with what each has unread.
import { avatar, fullName, h, iconButton, reconcile } from "./elements.js";
import { textOf } from "./message.js";
import { store } from "./store.js";
import { dateOf, practiceToday, t, timeOf } from "./words.js";

const WORTH_A_SEARCH = 8;
const drawn = new Map(); // user_id -> {state, row}
const headings = new Map(); // unit -> its line
let lastFrame = null;

export function drawPeople(nav, frame) {
  lastFrame = frame;
  if (nav.lang !== document.documentElement.lang) build(nav);
  nav.querySelector(".find").hidden = store.people.size <= WORTH_A_SEARCH;
  drawRows(nav);
}

function build(nav) {
  const find = h("input", { type: "search", class: "find", placeholder: t("find"), "aria-label": t("find"), oninput: () => drawRows(nav) });
  nav.replaceChildren(h("div", { class: "people-head" }, h("h2", {}, t("people")), h("p", {}, t("peopleHint")), find), h("ul"), h("p", { class: "nobody", hidden: true }, t("nobody")));
  nav.setAttribute("aria-label", t("people"));
  nav.lang = document.documentElement.lang;
  drawn.clear();
}

function drawRows(nav) {
  const wanted = plain(nav.querySelector(".find").value).split(/\s+/);
  const isWanted = (person) => wanted.every((word) => plain(`${fullName(person)} ${person.role} ${person.unit}`).includes(word));
  const shown = [...store.people.values()].filter(isWanted);
  const lines = [];
  let unit = "";
  for (const person of shown) {
    if (person.unit !== unit) lines.push(headingOf(person.unit));
    unit = person.unit;
    lines.push(rowOf(person, lastFrame));
  }
  reconcile(nav.querySelector("ul"), lines);
  nav.querySelector(".nobody").hidden = shown.length > 0;
}

// Without marks, so that "dong may" finds Đồng Mây.
function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
}

function headingOf(unit) {
  if (!headings.has(unit)) headings.set(unit, h("li", { class: "unit" }, unit));
  return headings.get(unit);
}

function rowOf(person, frame) {
  const isOpen = frame.openIds.includes(person.user_id);
  const state = [person.last?.change, person.unread, person.blocked, isOpen, frame.roomForTwo && frame.openIds.length > 0, practiceToday()].join();
  const known = drawn.get(person.user_id);
  if (known?.state === state) return known.row;
  const hadFocus = known?.row.querySelector(".person") === document.activeElement;
  const row = personRow(person, frame);
  drawn.set(person.user_id, { state, row });
  if (hadFocus) queueMicrotask(() => row.querySelector(".person").focus());
  return row;
}

function personRow(person, { openIds, open, openBeside, roomForTwo }) {
  const isOpen = openIds.includes(person.user_id);
  const last = person.last && !person.last.deleted ? person.last : null;
  const when = last ? (dateOf(last.message.date) === practiceToday() ? timeOf(last.message.date) : dateOf(last.message.date).slice(0, 5)) : "";
  const unread = !isOpen && person.unread ? h("span", { class: "badge" }, String(person.unread)) : null;
  const below = person.blocked ? t("blocked") : last ? textOf(last).split("\n")[0] : person.note;
  const button = h(
    "button",
    { type: "button", class: "person", "data-user": person.user_id, "aria-current": isOpen ? "true" : null, title: person.note, onclick: () => open(person.user_id) },
    avatar(person),
    h(
      "span",
      { class: "person-words" },
      h("span", { class: "top" }, h("b", {}, fullName(person)), h("time", {}, when)),
      person.role ? h("span", { class: "role" }, person.role) : null,
      below || unread ? h("span", { class: "bottom" }, h("span", { class: "snippet" }, below), unread) : null,
    ),
  );
  const beside = roomForTwo && !isOpen && openIds.length ? iconButton("beside", `${t("openBeside")}: ${fullName(person)}`, () => openBeside(person.user_id), { class: "beside" }) : null;
  return h("li", { class: isOpen ? "open" : "" }, button, beside);
}
