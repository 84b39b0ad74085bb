// Telegram's text with entities as elements; offsets are UTF-16 units, as in JavaScript's own strings.
import { h, icon, note } from "./elements.js";
import { t } from "./words.js";

const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };

export function formatted(text, entities = [], { say }) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const out = document.createDocumentFragment();
  out.append(...pieces(text, 0, text.length, sorted, say));
  return out;
}

function pieces(text, from, to, entities, say) {
  const out = [];
  let at = from;
  for (let place = 0; place < entities.length; place += 1) {
    const entity = entities[place];
    if (entity.offset < at || entity.offset >= to) continue;
    const end = Math.min(entity.offset + entity.length, to);
    const inner = entities.slice(place + 1).filter((other) => other.offset >= entity.offset && other.offset < end);
    if (entity.offset > at) out.push(text.slice(at, entity.offset));
    out.push(dressed(entity, text.slice(entity.offset, end), pieces(text, entity.offset, end, inner, say), say));
    at = end;
    if (isQuote(entity) && text[at] === "\n") at += 1;
  }
  if (at < to) out.push(text.slice(at, to));
  return out;
}

function isQuote(entity) {
  return entity.type === "blockquote" || entity.type === "expandable_blockquote" || entity.type === "pre";
}

function dressed(entity, words, inside, say) {
  if (SIMPLE[entity.type]) return h(SIMPLE[entity.type], {}, ...inside);
  switch (entity.type) {
    case "code":
      return h("code", { class: "copyable", tabindex: "0", role: "button", onclick: () => copy(words), onkeydown: (event) => event.key === "Enter" && copy(words) }, ...inside);
    case "pre":
      return h("pre", {}, ...inside);
    case "spoiler":
      return h("span", { class: "spoiler", tabindex: "0", onclick: (event) => event.currentTarget.classList.add("open") }, ...inside);
    case "blockquote":
      return h("blockquote", {}, ...inside);
    case "expandable_blockquote":
      return expandable(inside);
    case "text_link":
      return link(entity.url, inside, say);
    case "url":
      return link(words, inside, say);
    case "bot_command":
      return h("a", { href: "#", class: "command", onclick: (event) => { event.preventDefault(); say(words); } }, ...inside);
    default:
      return h("span", {}, ...inside);
  }
}

function expandable(inside) {
  const quote = h("blockquote", { class: "folds" }, h("span", { class: "folded-text" }, ...inside));
  const toggle = h("button", { type: "button", class: "fold", "aria-expanded": "false", "aria-label": t("showMore"), title: t("showMore") }, icon("down"));
  toggle.addEventListener("click", () => {
    const isOpen = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(isOpen));
    toggle.setAttribute("aria-label", t(isOpen ? "showLess" : "showMore"));
    toggle.title = t(isOpen ? "showLess" : "showMore");
  });
  quote.append(toggle);
  return quote;
}

export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    // Without permission the words are still shown, so that they can be typed.
  }
  note(`${t("copied")}: ${words}`);
}

// A deep link to a bot is opened here, as the app would: it says /start with the parameter.
export function followBotLink(address, say) {
  const found = /^https:\/\/t\.me\/\w+\?start=([\w-]+)$/.exec(address);
  if (!found) return false;
  say(`/start ${found[1]}`);
  return true;
}

function link(address, inside, say) {
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", onclick: (event) => followBotLink(address, say) && event.preventDefault() }, ...inside);
}
