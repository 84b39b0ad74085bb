// The lower edge of a chat: commands, attachments, the text field, the reply keyboard.
import { h, icon, iconButton, note } from "./elements.js";
import { sizeOf, t } from "./words.js";

export class Composer {
  // acts: {say, upload, saveEdit, lastOwn, start, unblock}
  constructor(acts) {
    this.acts = acts;
    this.files = [];
    this.kind = "document";
    this.editing = null;
    this.isKeyboardOpen = true;
    this.chat = null;
    this.element = h("footer", { class: "composer" });
    this.build();
  }

  build() {
    const kept = this.field ? this.field.value : "";
    this.field = h("textarea", { rows: "1", class: "field", placeholder: t("message"), "aria-label": t("message") });
    this.field.value = kept;
    this.field.addEventListener("input", () => this.fit());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("paste", (event) => this.onPaste(event));
    this.commandsButton = h("button", { type: "button", class: "slash", "aria-label": t("commands"), title: t("commands"), "aria-expanded": "false", onclick: () => this.toggle("commands") }, "/");
    this.attachButton = iconButton("attach", t("attach"), () => this.toggle("attach"), { "aria-expanded": "false" });
    this.keyboardButton = iconButton("keyboard", t("keyboard"), () => this.toggleKeyboard(), { hidden: true });
    this.sendButton = iconButton("send", t("send"), () => this.send(), { class: "send" });
    this.picker = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-hidden": "true" });
    this.picker.addEventListener("change", () => this.addFiles([...this.picker.files]));
    this.panel = h("div", { class: "panel", hidden: true });
    this.strip = h("div", { class: "strip", hidden: true });
    this.bottom = h("div", { class: "reply-keys", hidden: true });
    this.writing = h("div", { class: "writing" }, this.commandsButton, this.attachButton, this.field, this.keyboardButton, this.sendButton);
    this.big = h("button", { type: "button", class: "big", hidden: true });
    this.element.replaceChildren(this.panel, this.strip, this.writing, this.big, this.bottom, this.picker);
    if (this.chat) this.show(this.chat);
    this.fit();
  }

  show(chat) {
    this.chat = chat;
    const isNew = chat.messages.size === 0;
    this.writing.hidden = chat.blocked || isNew;
    this.big.hidden = !(chat.blocked || isNew);
    this.big.textContent = t(chat.blocked ? "restart" : "start");
    this.big.onclick = () => (chat.blocked ? this.acts.unblock() : this.acts.say("/start"));
    this.drawReplyKeyboard();
    this.fit();
  }

  drawReplyKeyboard() {
    const keyboard = this.chat.reply_keyboard?.keyboard;
    this.keyboardButton.hidden = !keyboard;
    this.bottom.hidden = !keyboard || !this.isKeyboardOpen || this.writing.hidden;
    this.field.placeholder = this.chat.reply_keyboard?.input_field_placeholder || t("message");
    if (!keyboard) return;
    const draw = (button) => h("button", { type: "button", class: `key ${button.style || "plain"}`, onclick: () => this.useReplyKey(button) }, h("span", { class: "label" }, button.text));
    this.bottom.replaceChildren(...keyboard.map((row) => h("div", { class: "row" }, ...row.map(draw))));
  }

  useReplyKey(button) {
    if (this.chat.reply_keyboard.one_time_keyboard) this.toggleKeyboard();
    this.acts.say(button.text);
  }

  toggleKeyboard() {
    this.isKeyboardOpen = !this.isKeyboardOpen;
    this.drawReplyKeyboard();
  }

  toggle(which) {
    const isOpen = !this.panel.hidden && this.panel.dataset.which === which;
    this.closePanel();
    if (isOpen) return;
    this.panel.dataset.which = which;
    this.panel.replaceChildren(...(which === "commands" ? this.commandRows() : this.attachRows()));
    this.panel.hidden = false;
    (which === "commands" ? this.commandsButton : this.attachButton).setAttribute("aria-expanded", "true");
    this.panel.querySelector("button")?.focus();
  }

  closePanel() {
    this.panel.hidden = true;
    for (const button of [this.commandsButton, this.attachButton]) button.setAttribute("aria-expanded", "false");
  }

  commandRows() {
    const commands = this.chat?.commands || [];
    if (!commands.length) return [h("p", { class: "empty" }, t("noCommands"))];
    return commands.map(({ command, description }) =>
      h("button", { type: "button", class: "choice", onclick: () => { this.closePanel(); this.acts.say(`/${command}`); this.field.focus(); } }, h("b", {}, `/${command}`), h("span", {}, description)),
    );
  }

  attachRows() {
    const row = (kind, accept, name, words) =>
      h("button", { type: "button", class: "choice", onclick: () => this.pick(kind, accept) }, icon(name), h("span", {}, words));
    return [row("photo", "image/*,video/*", "photo", t("photos")), row("document", "", "file", t("document")), row("voice", "audio/*,.oga,.ogg", "mic", t("voice"))];
  }

  pick(kind, accept) {
    this.closePanel();
    this.kind = kind;
    this.files = [];
    this.picker.accept = accept;
    this.picker.value = "";
    this.picker.click();
  }

  onPaste(event) {
    const pasted = [...event.clipboardData.files];
    if (!pasted.length) return;
    event.preventDefault();
    this.drop(pasted);
  }

  drop(files) {
    this.kind = files.every((file) => file.type.startsWith("image/")) ? "photo" : "document";
    this.files = [];
    this.addFiles(files);
  }

  addFiles(files) {
    this.files.push(...files.slice(0, 10));
    this.drawStrip();
    this.field.focus();
  }

  drawStrip() {
    this.strip.hidden = this.files.length === 0 && !this.editing;
    this.field.placeholder = this.files.length ? t("caption") : t("message");
    if (this.editing) {
      const stop = iconButton("close", t("cancel"), () => this.stopEditing());
      this.strip.replaceChildren(h("span", { class: "editing" }, icon("pencil"), t("editing")), stop);
      return;
    }
    this.strip.replaceChildren(...this.files.map((file, place) => this.thumbnail(file, place)));
  }

  thumbnail(file, place) {
    const remove = iconButton("close", `${t("remove")}: ${file.name}`, () => { this.files.splice(place, 1); this.drawStrip(); });
    const isPicture = this.kind === "photo" && file.type.startsWith("image/");
    if (!isPicture) return h("span", { class: "chip" }, icon(this.kind === "voice" ? "mic" : "file"), h("span", { class: "name" }, file.name), h("span", { class: "size" }, sizeOf(file.size)), remove);
    const address = URL.createObjectURL(file);
    const picture = h("img", { src: address, alt: file.name, onload: () => URL.revokeObjectURL(address) });
    return h("span", { class: "thumb" }, picture, remove);
  }

  startEditing(seen) {
    this.editing = seen;
    this.field.value = seen.message.text || seen.message.caption || "";
    this.drawStrip();
    this.fit();
    this.field.focus();
  }

  stopEditing() {
    this.editing = null;
    this.field.value = "";
    this.drawStrip();
    this.fit();
  }

  onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      if (this.editing) this.stopEditing();
      this.closePanel();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      const own = this.acts.lastOwn();
      if (own) { event.preventDefault(); this.startEditing(own); }
    } else if (event.key === "/" && !this.field.value && this.chat?.commands?.length) {
      setTimeout(() => this.field.value === "/" && this.panel.hidden && this.peekCommands());
    }
  }

  // Typing "/" shows the commands, but the hand stays in the text field.
  peekCommands() {
    this.panel.dataset.which = "commands";
    this.panel.replaceChildren(...this.commandRows());
    this.panel.hidden = false;
  }

  fit() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
    this.sendButton.classList.toggle("ready", Boolean(this.field.value.trim() || this.files.length));
    if (this.panel.dataset.which === "commands" && !this.panel.hidden && !this.field.value.startsWith("/")) this.closePanel();
  }

  async send() {
    const text = this.field.value.trim();
    const { files, editing, kind } = this;
    if (!text && !files.length) return;
    this.field.value = "";
    this.files = [];
    this.editing = null;
    this.drawStrip();
    this.closePanel();
    this.fit();
    try {
      if (editing) await this.acts.saveEdit(editing, text);
      else if (files.length) await this.acts.upload(files, kind, text);
      else await this.acts.say(text);
    } catch (error) {
      note(error.message, { bad: true });
      this.field.value = text;
    }
  }
}
