// Draws one message, or one album, as Telegram does: bubble, time, keyboard.
import { h, icon } from "./elements.js";
import { copy, followBotLink, formatted } from "./entities.js";
import { fileAddress } from "./store.js";
import { sizeOf, t, timeOf } from "./words.js";

export function textOf(seen) {
  const { message } = seen;
  const words = message.text || message.caption;
  if (words) return words;
  if (message.photo) return t("photo");
  if (message.video) return t("video");
  if (message.voice || message.audio) return t("audio");
  return message.document ? message.document.file_name || t("file") : "";
}

// acts: {say, press, edit, openPhoto}; group: the messages of one album, else a single one.
export function drawMessage(group, acts, { editable }) {
  const first = group[0];
  const last = group[group.length - 1];
  const { message } = last;
  const side = first.by_bot ? "theirs" : "ours";
  const classes = ["bubble", message.has_protected_content ? "protected" : ""].filter(Boolean).join(" ");
  const body = h("div", { class: classes });
  const media = group.map((seen) => drawMedia(seen.message, acts)).filter(Boolean);
  if (media.length > 1) body.append(h("div", { class: `album of-${Math.min(media.length, 4)}` }, ...media));
  else body.append(...media);
  if (media.length && group.every((seen) => seen.message.photo)) body.classList.add("pictures");
  const captioned = group.find((seen) => seen.message.text || seen.message.caption);
  if (captioned) {
    const { text, caption, entities, caption_entities: captionEntities } = captioned.message;
    body.append(h("div", { class: "words" }, formatted(text || caption, entities || captionEntities, acts)));
    body.classList.add("worded");
  }
  body.append(footer(last, group));
  const line = h("div", { class: `line ${side}`, "data-message": message.message_id }, h("div", { class: "stack" }, body, keyboard(last, acts)));
  if (editable) line.querySelector(".stack").append(editButton(last, acts));
  return line;
}

function editButton(seen, acts) {
  return h("button", { type: "button", class: "edit-own", "aria-label": t("edit"), title: t("edit"), onclick: () => acts.edit(seen) }, icon("pencil"));
}

function footer(seen, group) {
  const { message } = seen;
  const signs = [];
  const sign = (name, hint) => signs.push(h("span", { class: "sign", title: hint, role: "img", "aria-label": hint }, icon(name)));
  if (message.effect_id) sign("sparkle", t("effectHint"));
  if (seen.silent) sign("mute", t("silentHint"));
  if (message.has_protected_content) sign("lock", t("protectedHint"));
  const reactions = group.flatMap((one) => one.extra.reactions || []);
  return h(
    "div",
    { class: "foot" },
    reactions.length ? h("span", { class: "reactions" }, reactions.join(" ")) : null,
    ...signs,
    // As in Telegram: a window with buttons changes all the time, so it carries no mark.
    seen.edited && !message.reply_markup ? h("span", {}, t("edited")) : null,
    h("time", {}, timeOf(message.date)),
  );
}

function drawMedia(message, acts) {
  if (message.photo) {
    const shown = message.photo[message.photo.length - 1];
    const picture = h("img", { src: fileAddress(shown.file_id), alt: message.caption || t("photo"), width: shown.width, height: shown.height, loading: "lazy" });
    return h("button", { type: "button", class: "picture", "aria-label": t("openPhoto"), onclick: () => acts.openPhoto(picture.src, picture.alt) }, picture);
  }
  if (message.video) return h("video", { src: fileAddress(message.video.file_id), controls: true, preload: "metadata" });
  if (message.voice || message.audio) return sound(message.voice || message.audio);
  return message.document ? documentRow(message.document) : null;
}

function documentRow(file) {
  const name = file.file_name || t("file");
  const ending = name.includes(".") ? name.split(".").pop().slice(0, 4) : "";
  return h(
    "a",
    { class: "document", href: fileAddress(file.file_id), download: name, title: t("download") },
    h("span", { class: "disc" }, ending ? h("span", { class: "ending" }, ending) : icon("file")),
    h("span", { class: "about" }, h("span", { class: "name" }, name), h("span", { class: "size" }, sizeOf(file.file_size))),
  );
}

function sound(file) {
  const player = new Audio();
  const button = h("button", { type: "button", class: "disc", "aria-label": t("play") }, icon("play"));
  const show = (isPlaying) => {
    button.replaceChildren(icon(isPlaying ? "pause" : "play"));
    button.setAttribute("aria-label", t(isPlaying ? "pause" : "play"));
  };
  button.addEventListener("click", () => {
    if (!player.src) player.src = fileAddress(file.file_id);
    if (player.paused) player.play().catch(() => show(false));
    else player.pause();
  });
  player.addEventListener("play", () => show(true));
  player.addEventListener("pause", () => show(false));
  const bars = Array.from({ length: 26 }, (_, place) => {
    const bar = h("i");
    bar.style.height = `${5 + ((file.file_unique_id.charCodeAt(place % 12) * (place + 3)) % 17)}px`;
    return bar;
  });
  const length = `0:${String(file.duration).padStart(2, "0")}`;
  return h("div", { class: "sound" }, button, h("span", { class: "wave", "aria-hidden": "true" }, ...bars), h("span", { class: "size" }, file.file_name || length));
}

function keyboard(seen, acts) {
  const rows = seen.message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return h("div", { class: "keys" }, ...rows.map((row) => h("div", { class: "row" }, ...row.map((button) => key(button, seen, acts)))));
}

function key(button, seen, acts) {
  const classes = ["key", button.style || "plain"].join(" ");
  const label = h("span", { class: "label" }, button.text);
  if (button.copy_text) return h("button", { type: "button", class: classes, onclick: () => copy(button.copy_text.text) }, label, icon("copy"));
  if (button.url) {
    const open = () => followBotLink(button.url, acts.say) || window.open(button.url, "_blank", "noopener");
    return h("button", { type: "button", class: classes, onclick: open }, label, icon("link"));
  }
  const element = h("button", { type: "button", class: classes }, label);
  element.addEventListener("click", () => acts.press(seen, button, element));
  return element;
}
