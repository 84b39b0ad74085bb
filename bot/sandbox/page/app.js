// Puts the room together: bar, people, one or two phones, log.
import { buildBar, showClock, showTimeToSet, showUnread } from "./bar.js";
import { h, note } from "./elements.js";
import { drawLog } from "./log.js";
import { drawPeople } from "./people.js";
import { Phone } from "./phone.js";
import { connect, listen, loadRoom, practiceNow, store } from "./store.js";
import { dateOf, setToday, switchLanguage, t } from "./words.js";

const [bar, nav, stage, aside, veil] = ["bar", "people", "phones", "log", "veil"].map((id) => document.getElementById(id));
const wide = matchMedia("(min-width: 1120px)");
let phones = [];
let inUse = null;

const openIds = () => phones.map((phone) => phone.userId);

function open(userId) {
  closePeople();
  const known = phones.find((phone) => phone.userId === userId);
  if (known) return use(known, { focus: true });
  const replaced = phones.includes(inUse) ? inUse : phones[0];
  place(userId, { replaced });
}

function openBeside(userId) {
  place(userId, { replaced: phones.length > 1 ? phones[1] : null });
}

function place(userId, { replaced }) {
  const phone = new Phone(userId, { onClose: close, onUse: (used) => use(used), onDetails: () => aside.hidden && toggleLog() });
  if (replaced) {
    replaced.remove();
    phones = phones.map((one) => (one === replaced ? phone : one));
  } else phones.push(phone);
  use(phone, { focus: true });
  layOut();
}

function close(phone) {
  phone.remove();
  phones = phones.filter((one) => one !== phone);
  inUse = phones[0] || null;
  layOut();
}

function use(phone, { focus = false } = {}) {
  inUse = phone;
  if (focus && wide.matches) phone.composer.field.focus();
}

function layOut() {
  localStorage.setItem("open", JSON.stringify(openIds()));
  for (const phone of phones) store.people.get(phone.userId).unread = 0;
  const shown = phones.map((phone) => phone.element);
  const extra = phones.length === 0 ? [welcome()] : phones.length === 1 && wide.matches ? [secondPlace()] : [];
  const wanted = [...shown, ...extra];
  for (const child of [...stage.children]) if (!shown.includes(child)) child.remove();
  wanted.forEach((element, at) => stage.children[at] !== element && stage.insertBefore(element, stage.children[at] || null));
  stage.dataset.count = String(phones.length);
  drawFrame();
}

function welcome() {
  return h("section", { class: "welcome" }, h("img", { src: "icon.svg", alt: "" }), h("h2", {}, t("welcome")), guide(), h("button", { type: "button", class: "choose", onclick: togglePeople }, t("people")), h("p", { class: "fiction" }, t("fiction")), h("p", { class: "keys-hint" }, t("keys")));
}

function secondPlace() {
  return h("section", { class: "second" }, h("h2", {}, t("second")), guide(), h("p", { class: "fiction" }, t("fiction")), h("p", { class: "keys-hint" }, t("keys")));
}

function guide() {
  return h("ol", {}, ...t("guide").map((words) => h("li", {}, words)));
}

function drawFrame() {
  drawPeople(nav, { openIds: openIds(), open, openBeside, roomForTwo: wide.matches });
  showUnread(openIds());
  if (!aside.hidden) drawLog(aside, toggleLog);
}

function togglePeople() {
  const isOpen = document.body.classList.toggle("people-open");
  veil.hidden = !isOpen;
  if (isOpen) nav.querySelector(".person")?.focus();
}

function closePeople() {
  document.body.classList.remove("people-open");
  veil.hidden = true;
}

function toggleLog() {
  aside.hidden = !aside.hidden;
  drawFrame();
}

function changeLanguage() {
  switchLanguage();
  buildBar(bar, barActs);
  for (const phone of phones) phone.build();
  layOut();
}

const barActs = { togglePeople, toggleLog, changeLanguage };

function hear(event) {
  if (event.kind === "room") {
    buildBar(bar, barActs);
    drawFrame();
  }
  if (event.kind === "clock") {
    showClock();
    showTimeToSet();
  }
  if (event.seen) {
    for (const phone of phones) store.people.get(phone.userId).unread = 0;
    drawFrame();
  }
  if ((event.kind === "call" || event.kind === "process") && !aside.hidden) drawLog(aside, toggleLog);
  if (event.kind === "blocked" || event.kind === "unblocked") {
    store.people.get(event.chat_id).blocked = event.kind === "blocked";
    drawFrame();
  }
}

async function begin() {
  setToday(() => dateOf(practiceNow()));
  listen(hear);
  try {
    await loadRoom();
  } catch (error) {
    note(error.message, { bad: true, lasting: 8000 });
  }
  const kept = JSON.parse(localStorage.getItem("open") || "[]").filter((userId) => store.people.has(userId));
  for (const userId of kept.slice(0, wide.matches ? 2 : 1)) place(userId, { replaced: null });
  layOut();
  connect();
  setInterval(showClock, 1000);
  veil.addEventListener("click", closePeople);
  wide.addEventListener("change", () => { if (!wide.matches && phones.length > 1) close(phones[1]); layOut(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { closePeople(); bar.classList.remove("tools-open"); if (!aside.hidden) toggleLog(); }
    document.body.classList.toggle("alt", event.altKey);
  });
  document.addEventListener("keyup", (event) => document.body.classList.toggle("alt", event.altKey));
  addEventListener("blur", () => document.body.classList.remove("alt"));
}

begin();
