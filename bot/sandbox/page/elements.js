// Small tools for making elements and icons; nothing here knows of chats.
const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  send: "M4.500 12L20 4.500 15.500 20l-3.500-6.500zM12 13.500L20 4.500",
  attach: "M19 11.500l-7.300 7.300a4.600 4.600 0 0 1-6.500-6.500l8-8a3.100 3.100 0 0 1 4.400 4.400l-7.900 7.900a1.500 1.500 0 0 1-2.200-2.200l7-7",
  close: "M6 6l12 12M18 6L6 18",
  plug: "M9 3v5M15 3v5M6.500 8h11v3.500a5.500 5.500 0 0 1-11 0zM12 17v4",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  log: "M5 5h14M5 10h14M5 15h9M5 20h6",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  pencil: "M4 20l1-4L16.500 4.500a2 2 0 0 1 3 3L8 19zM14.500 6.500l3 3",
  down: "M6 9l6 6 6-6",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9v.01",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  mute: "M6 16V11a6 6 0 0 1 9.500-4.900M18 11v5l1 1.500H8M10 20.500a2 2 0 0 0 4 0M4 4l16 16",
  beside: "M4 5h16v14H4zM12 5v14",
  keyboard: "M3 7h18v11H3zM7 11v.01M12 11v.01M17 11v.01M8 15h8",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  link: "M7 17L17 7M9 7h8v8",
  sparkle: "M12 3l2 6 6 2-6 2-2 6-2-6-6-2 6-2zM19 17l.7 1.800 1.800.7-1.800.7-.7 1.800-.7-1.800-1.800-.7 1.800-.7z",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.700 5.700l12.600 12.600",
  twice: "M8 8h12v12H8zM4 16V4h12",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3.500 6 3.500 9s-.5 6-3.500 9c-3-3-3.500-6-3.500-9s.5-6 3.500-9z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// h("button", {class: "x", onclick: f, "aria-label": "…"}, child, …)
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Give an element these children; those that are already in place are not touched, so they keep focus and clicks.
export function reconcile(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] || null);
  });
}

export function iconButton(name, label, onclick, attributes = {}) {
  const { class: extra = "", ...rest } = attributes;
  return h("button", { type: "button", class: `round ${extra}`.trim(), "aria-label": label, title: label, onclick, ...rest }, icon(name));
}

const HUES = ["#c8553d", "#2f7f86", "#7a5aa6", "#b8791f", "#3f7d4e", "#a8497a", "#46699c", "#8a6a45"];

export function avatar(person) {
  const words = person.first_name.trim().split(/\s+/);
  const given = words[words.length - 1];
  const face = h("span", { class: "avatar", "aria-hidden": "true" }, Array.from(given)[0].toUpperCase());
  face.style.background = HUES[person.user_id % HUES.length];
  return face;
}

export function fullName(person) {
  return [person.last_name, person.first_name].filter(Boolean).join(" ");
}

// A short word at the bottom of the page.
export function note(words, { lasting = 2600, bad = false } = {}) {
  const box = h("div", { class: bad ? "note bad" : "note" }, words);
  const notes = document.getElementById("notes");
  notes.append(box);
  while (notes.children.length > 3) notes.firstChild.remove();
  setTimeout(() => box.remove(), lasting);
}
