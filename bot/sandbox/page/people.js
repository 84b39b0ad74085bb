// The list of people to play, with what each has unread.
import { avatar, fullName, h, iconButton } from "./elements.js";
import { textOf } from "./message.js";
import { store } from "./store.js";
import { dateOf, practiceToday, t, timeOf } from "./words.js";

export function drawPeople(nav, { openIds, open, openBeside, roomForTwo }) {
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.user : null;
  const rows = [...store.people.values()].map((person) => personRow(person, { openIds, open, openBeside, roomForTwo }));
  nav.replaceChildren(h("div", { class: "people-head" }, h("h2", {}, t("people")), h("p", {}, t("peopleHint"))), h("ul", {}, ...rows));
  nav.setAttribute("aria-label", t("people"));
  if (focused) nav.querySelector(`.person[data-user="${focused}"]`)?.focus();
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
