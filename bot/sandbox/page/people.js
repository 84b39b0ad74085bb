// The list of people to play, with what each has unread.
import { avatar, fullName, h, iconButton, reconcile } from "./elements.js";
import { textOf } from "./message.js";
import { store } from "./store.js";
import { dateOf, practiceToday, t, timeOf } from "./words.js";

const drawn = new Map(); // user_id -> {state, row}

export function drawPeople(nav, frame) {
  if (nav.lang !== document.documentElement.lang) {
    nav.replaceChildren(h("div", { class: "people-head" }, h("h2", {}, t("people")), h("p", {}, t("peopleHint"))), h("ul"));
    nav.setAttribute("aria-label", t("people"));
    nav.lang = document.documentElement.lang;
    drawn.clear();
  }
  reconcile(nav.querySelector("ul"), [...store.people.values()].map((person) => rowOf(person, frame)));
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
  const role = [person.role, person.unit].filter(Boolean).join(" · ");
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
      role ? h("span", { class: "role" }, role) : null,
      h("span", { class: "bottom" }, h("span", { class: "snippet" }, below), unread),
    ),
  );
  const beside = roomForTwo && !isOpen && openIds.length ? iconButton("beside", `${t("openBeside")}: ${fullName(person)}`, () => openBeside(person.user_id), { class: "beside" }) : null;
  return h("li", { class: isOpen ? "open" : "" }, button, beside);
}
