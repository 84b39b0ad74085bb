// One phone: the chat of one person with the bot.
import { Composer } from "./composer.js";
import { avatar, fullName, h, icon, iconButton, note, reconcile } from "./elements.js";
import { celebrate, openPhoto, showAlert } from "./effects.js";
import { drawMessage } from "./message.js";
import { act, listen, loadChat, store } from "./store.js";
import { dateOf, practiceToday, t } from "./words.js";

const NEAR_THE_END = 90;

export class Phone {
  constructor(userId, { onClose, onUse, onDetails }) {
    this.userId = userId;
    this.onClose = onClose;
    this.onDetails = onDetails;
    this.drawn = new Map();
    this.pressed = new Map();
    this.acts = {
      say: (text) => act("say", { user_id: userId, text }),
      press: (seen, button, element) => this.press(seen, button, element),
      edit: (seen) => this.composer.startEditing(seen),
      openPhoto,
    };
    this.composer = new Composer({
      say: this.acts.say,
      upload: (files, kind, caption) => this.upload(files, kind, caption),
      saveEdit: (seen, text) => act("edit", { user_id: userId, message_id: seen.message.message_id, text }),
      lastOwn: () => this.lastOwn(),
      unblock: () => act("block", { user_id: userId, blocked: false }),
    });
    this.element = h("section", { class: "phone", "data-user": userId });
    this.element.addEventListener("focusin", () => onUse(this));
    this.element.addEventListener("pointerdown", (event) => {
      onUse(this);
      if (!event.target.closest(".menu, .more")) this.menu.hidden = true;
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.altKey) this.pressByDigit(event);
      if (event.key === "Escape") this.menu.hidden = true;
    });
    this.element.addEventListener("dragover", (event) => { event.preventDefault(); this.element.classList.add("dropping"); });
    this.element.addEventListener("dragleave", () => this.element.classList.remove("dropping"));
    this.element.addEventListener("drop", (event) => this.onDrop(event));
    this.build();
    this.stop = listen((event) => this.hear(event));
    loadChat(userId);
  }

  get person() {
    return store.people.get(this.userId);
  }

  get chat() {
    return store.chats.get(this.userId);
  }

  build() {
    this.band = h("div", { class: "band", role: "status", hidden: true });
    this.toLatest = iconButton("down", t("latest"), () => this.scrollToEnd(true), { class: "to-latest", hidden: true });
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "assertive" });
    this.drawn.clear();
    this.composer.build();
    const paper = h("div", { class: "paper" }, this.buildList(), this.toLatest, this.toasts);
    this.element.replaceChildren(this.buildHead(), this.band, paper, this.composer.element, h("div", { class: "drop" }, t("drop")));
    this.element.setAttribute("aria-label", `${t("playing")}: ${fullName(this.person)}`);
    this.draw({ jump: true });
    this.drawBand();
  }

  buildHead() {
    const { person } = this;
    this.under = h("span", { class: "under" });
    this.menu = h("div", { class: "menu", hidden: true });
    const role = [person.role, person.unit].filter(Boolean).join(" · ");
    const whom = h("span", { class: "as-words" }, h("b", {}, fullName(person)), h("small", {}, person.role));
    return h(
      "header",
      { class: "phone-head" },
      h("img", { src: "icon.svg", class: "bot-face", alt: "" }),
      h("div", { class: "who" }, h("h2", {}, store.bot.first_name), this.under),
      h("div", { class: "as", title: `${t("playing")}: ${fullName(person)}${role ? `, ${role}` : ""}` }, whom, avatar(person)),
      iconButton("more", t("more"), () => this.toggleMenu(), { class: "more" }),
      iconButton("close", t("close"), () => this.onClose(this), { class: "close-phone" }),
      this.menu,
    );
  }

  buildList() {
    this.list = h("div", { class: "list", role: "log", "aria-live": "polite", tabindex: "-1" });
    this.isAtEnd = true;
    this.list.addEventListener("scroll", () => {
      this.isAtEnd = this.isNearEnd();
      this.toLatest.hidden = this.isAtEnd;
    });
    this.sizes?.disconnect();
    this.sizes = new ResizeObserver(() => this.isAtEnd && this.scrollToEnd(false));
    this.sizes.observe(this.list);
    return this.list;
  }

  hear(event) {
    if (event.kind === "process" || event.kind === "connection" || event.kind === "room") this.drawBand();
    if (event.chat_id !== this.userId) return;
    if (event.kind === "chat") this.draw({ jump: true });
    else if (event.kind === "frame") this.composer.show(this.chat);
    else if (event.kind === "tap") this.showAnswer(event);
    else if (event.kind === "action") this.drawUnder();
    else if (event.seen) this.draw({ arrived: event.kind === "message" ? event.seen : null });
  }

  draw({ jump = false, arrived = null } = {}) {
    const { chat } = this;
    if (!chat) return;
    const wasNearEnd = jump || this.isNearEnd() || (arrived && !arrived.by_bot);
    const groups = grouped([...chat.messages.values()].filter((seen) => !seen.deleted));
    const own = this.lastOwn();
    const lines = [];
    let day = "";
    for (const group of groups) {
      const date = dateOf(group[0].message.date);
      if (date !== day) lines.push(this.dayLine(date));
      day = date;
      lines.push(this.line(group, own, { isNew: !jump }));
    }
    if (!groups.length) lines.push(this.emptyCard());
    const held = this.heldKey();
    reconcile(this.list, lines);
    const keyboards = [...this.list.querySelectorAll(".keys")];
    keyboards.forEach((keys, place) => keys.classList.toggle("latest", place === keyboards.length - 1));
    this.holdAgain(held);
    this.composer.show(chat);
    this.drawUnder();
    if (wasNearEnd) this.scrollToEnd(false);
    if (arrived?.message.effect_id) celebrate(this.element);
  }

  // A hand on the keyboard stays where it was when its message is drawn anew.
  heldKey() {
    const key = document.activeElement;
    if (!key.classList.contains("key") || !this.list.contains(key)) return null;
    const line = key.closest(".line");
    return { key, message: line.dataset.message, place: [...line.querySelectorAll(".key")].indexOf(key) };
  }

  holdAgain(held) {
    if (!held || this.list.contains(held.key)) return;
    const keys = this.list.querySelectorAll(`.line[data-message="${held.message}"] .key`);
    (keys[Math.min(held.place, keys.length - 1)] || this.composer.field).focus({ preventScroll: true });
  }

  line(group, own, { isNew }) {
    const key = group[0].message.message_id;
    const editable = own !== null && group.includes(own);
    const state = `${group.map((seen) => `${seen.message.message_id}.${seen.change}`).join()}|${editable}|${document.documentElement.lang}`;
    const known = this.drawn.get(key);
    if (known?.state === state) return known.element;
    const element = drawMessage(group, this.acts, { editable });
    if (isNew && !known) element.classList.add("arrives");
    const open = known ? [...known.element.querySelectorAll(".folds")].map((quote) => quote.classList.contains("open")) : [];
    element.querySelectorAll(".folds").forEach((quote, place) => open[place] && quote.querySelector(".fold").click());
    this.drawn.set(key, { state, element });
    for (const picture of element.querySelectorAll("img")) picture.addEventListener("load", () => this.isNearEnd(400) && this.scrollToEnd(false));
    return element;
  }

  dayLine(date) {
    const words = date === practiceToday() ? `${t("today")}, ${date.slice(0, 5)}` : date;
    const known = this.drawn.get(date);
    if (known?.state === words) return known.element;
    const element = h("div", { class: "day" }, h("span", {}, words));
    this.drawn.set(date, { state: words, element });
    return element;
  }

  emptyCard() {
    const { descriptions } = store.bot;
    const description = descriptions[this.person.language_code] || descriptions[""];
    return h("div", { class: "empty-chat" }, h("img", { src: "icon.svg", alt: "" }), h("b", {}, description ? t("whatCan") : store.bot.first_name), h("p", {}, description || t("emptyChat")));
  }

  drawUnder() {
    const isTyping = (this.chat?.typingUntil || 0) > Date.now();
    this.under.textContent = t(isTyping ? "typing" : "bot");
    this.under.classList.toggle("typing", isTyping);
    clearTimeout(this.typingTimer);
    if (isTyping) this.typingTimer = setTimeout(() => this.drawUnder(), this.chat.typingUntil - Date.now() + 50);
  }

  drawBand() {
    const { state, exit_code: code, retry_in: pause } = store.process;
    const isDown = ["unplugged", "starting", "crashed", "stopped"].includes(state) || !store.connected;
    const words = store.connected ? t(state || "running", { code, n: Math.round(pause || 0) }) : t("lost");
    const comesBack = this.wasDown && !isDown;
    this.wasDown = isDown;
    this.band.className = `band ${store.connected ? state : "lost"}`;
    this.band.replaceChildren(words);
    if (state === "crashed") this.band.append(" ", h("button", { type: "button", onclick: () => this.onDetails() }, t("details")));
    this.band.hidden = !isDown && !comesBack;
    clearTimeout(this.bandTimer);
    if (comesBack) this.bandTimer = setTimeout(() => { this.band.hidden = true; }, 2500);
  }

  async press(seen, button, element) {
    element.classList.add("waits");
    const done = () => element.classList.remove("waits");
    setTimeout(done, 12000);
    try {
      const { query_id: query } = await act("press", { user_id: this.userId, message_id: seen.message.message_id, data: button.callback_data });
      this.pressed.set(query, done);
    } catch (error) {
      done();
      note(error.message, { bad: true });
    }
  }

  showAnswer({ query_id: query, text, alert }) {
    this.pressed.get(query)?.();
    this.pressed.delete(query);
    if (!text) return;
    if (alert) return showAlert(text);
    const toast = h("div", { class: "toast" }, text);
    this.toasts.replaceChildren(toast);
    setTimeout(() => toast.remove(), 2000 + text.length * 45);
  }

  upload(files, kind, caption) {
    const form = new FormData();
    form.append("user_id", this.userId);
    form.append("kind", kind === "photo" && files.some((file) => file.type.startsWith("video/")) ? "video" : kind);
    form.append("caption", caption);
    for (const file of files) form.append("file", file, file.name);
    return act("upload", form);
  }

  onDrop(event) {
    event.preventDefault();
    this.element.classList.remove("dropping");
    const files = [...event.dataTransfer.files];
    if (files.length && !this.composer.writing.hidden) this.composer.drop(files);
  }

  lastOwn() {
    const own = [...(this.chat?.messages.values() || [])].filter((seen) => !seen.deleted && !seen.by_bot && (seen.message.text || seen.message.caption));
    return own.length ? own[own.length - 1] : null;
  }

  pressByDigit(event) {
    const found = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
    if (!found) return;
    const keys = this.list.querySelectorAll(".keys.latest .key");
    const place = found[1] === "0" ? 9 : Number(found[1]) - 1;
    event.preventDefault();
    keys[place]?.click();
  }

  toggleMenu() {
    this.menu.hidden = !this.menu.hidden;
    if (this.menu.hidden) return;
    const isBlocked = Boolean(this.chat?.blocked);
    const row = (name, words, run) => h("button", { type: "button", class: "choice", onclick: () => { this.menu.hidden = true; run(); } }, icon(name), h("span", {}, words));
    this.menu.replaceChildren(
      row("twice", t("twice"), () => act("duplicate", { count: 1 }).then(() => note(t("twiceDone")))),
      row("block", t(isBlocked ? "unblock" : "block"), () => act("block", { user_id: this.userId, blocked: !isBlocked })),
    );
    this.menu.querySelector("button").focus();
  }

  isNearEnd(distance = NEAR_THE_END) {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < distance;
  }

  scrollToEnd(smooth) {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.toLatest.hidden = true;
  }

  remove() {
    this.stop();
    this.sizes.disconnect();
    this.element.remove();
  }
}

function grouped(messages) {
  const groups = [];
  for (const seen of messages) {
    const last = groups[groups.length - 1];
    const album = seen.message.media_group_id;
    if (album && last && last[0].message.media_group_id === album) last.push(seen);
    else groups.push([seen]);
  }
  return groups;
}
