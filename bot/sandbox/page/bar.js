// The top bar: the practice clock, the plug, the log, the language.
import { h, icon, iconButton, note } from "./elements.js";
import { act, practiceNow, store } from "./store.js";
import { currentLanguage, dateOf, fieldTimeOf, spanOf, t, timeOf, weekdayOf } from "./words.js";

export function buildBar(bar, { togglePeople, toggleLog, changeLanguage }) {
  const face = h("span", { class: "clock-face" });
  const tools = clockTools();
  const clock = h("button", { type: "button", class: "clock", title: t("clock"), "aria-expanded": "false", onclick: () => clock.setAttribute("aria-expanded", String(bar.classList.toggle("tools-open"))) }, icon("clock"), face);
  const unread = h("span", { class: "badge", id: "all-unread", hidden: true });
  const people = iconButton("menu", t("openPeople"), togglePeople, { class: "people-button" });
  people.append(unread);
  const plug = h("button", { type: "button", class: "plug", id: "plug", title: t("plugHint"), "aria-label": t("plug"), onclick: pull }, icon("plug"), h("span", {}, t("plug")));
  plug.hidden = store.process.state === "";
  bar.replaceChildren(
    people,
    h("div", { class: "brand" }, h("img", { src: "icon.svg", alt: "" }), h("h1", {}, "Gương Sáng ", h("small", {}, t("room")))),
    clock,
    tools,
    h("span", { class: "spring" }),
    plug,
    iconButton("log", t("log"), toggleLog, { class: "log-button" }),
    h("button", { type: "button", class: "language", lang: currentLanguage() === "vi" ? "en" : "vi", title: t("language"), "aria-label": t("language"), onclick: changeLanguage }, currentLanguage() === "vi" ? "EN" : "VI"),
  );
  showClock();
}

export function showClock() {
  const face = document.querySelector(".clock-face");
  if (!face) return;
  const now = practiceNow();
  const { ahead } = store.clock;
  const far = ahead >= 60 ? t("ahead", { time: spanOf(ahead) }) : t("onTime");
  face.replaceChildren(h("b", {}, `${weekdayOf(now)} ${dateOf(now)} `, h("span", {}, timeOf(now))), h("small", {}, far));
}

export function showTimeToSet() {
  const field = document.querySelector(".set-time input");
  if (field && field !== document.activeElement) field.value = fieldTimeOf(practiceNow());
}

function clockTools() {
  const field = h("input", { type: "datetime-local", "aria-label": t("when"), title: t("when"), value: fieldTimeOf(practiceNow()) });
  const button = (words, given) => h("button", { type: "button", class: "tool", onclick: () => move(given()) }, words);
  const form = h("form", { class: "set-time", onsubmit: (event) => { event.preventDefault(); if (field.value) move({ at: `${field.value}:00+07:00` }); } }, field, h("button", { class: "tool" }, t("setTime")));
  const tools = h("div", { class: "tools" }, button(t("hour"), () => ({ forward: 3600 })), button(t("day"), () => ({ forward: 86400 })));
  if (store.clock.knows_next) tools.append(button(t("next"), () => ({ to: "next_due" })));
  tools.append(form);
  tools.hidden = !store.clock.movable;
  return tools;
}

async function move(given) {
  try {
    const clock = await act("clock", given);
    if (!clock.moved) note(t(clock.why === "past" ? "pastTime" : "nothingDue"));
    else note(t("moved", { time: `${timeOf(clock.now)}, ${weekdayOf(clock.now)} ${dateOf(clock.now)}` }));
  } catch (error) {
    note(error.message, { bad: true });
  }
}

async function pull() {
  const button = document.getElementById("plug");
  button.classList.add("pulled");
  setTimeout(() => button.classList.remove("pulled"), 900);
  try {
    await act("plug", {});
  } catch (error) {
    note(error.message, { bad: true });
  }
}

export function showUnread(openIds) {
  const count = [...store.people.values()].filter((person) => !openIds.includes(person.user_id)).reduce((sum, person) => sum + person.unread, 0);
  const badge = document.getElementById("all-unread");
  if (!badge) return;
  badge.hidden = count === 0;
  badge.textContent = String(count);
}
