// What the room has told this page, and whom to tell when it changes.
const listeners = new Set();

export const store = {
  people: new Map(), // user_id -> person, with .last (the last message seen) and .unread
  chats: new Map(), // user_id -> {messages: Map, change, reply_keyboard, commands, blocked, started, typingUntil}
  bot: { first_name: "", descriptions: {} },
  clock: { now: Date.now() / 1000, ahead: 0, movable: false, knows_next: false, readAt: Date.now() },
  process: { state: "" },
  calls: [],
  connected: true,
};

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(event) {
  for (const listener of [...listeners]) listener(event);
}

export function practiceNow() {
  return store.clock.now + (Date.now() - store.clock.readAt) / 1000;
}

async function answerOf(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || response.statusText);
  return body;
}

export async function look(name, query = {}) {
  return answerOf(await fetch(`/sandbox/${name}?${new URLSearchParams(query)}`));
}

export async function act(name, given) {
  const isForm = given instanceof FormData;
  const headers = isForm ? {} : { "Content-Type": "application/json" };
  const body = isForm ? given : JSON.stringify(given);
  return answerOf(await fetch(`/sandbox/${name}`, { method: "POST", headers, body }));
}

export function fileAddress(fileId) {
  return `/sandbox/file/${encodeURIComponent(fileId)}`;
}

function keepClock(clock) {
  store.clock = { ...clock, readAt: Date.now() };
}

export async function loadRoom() {
  const state = await look("state");
  store.bot = state.bot;
  store.process = state.process;
  keepClock(state.clock);
  for (const person of state.people) {
    const known = store.people.get(person.user_id);
    store.people.set(person.user_id, { ...person, unread: known ? known.unread : 0 });
  }
  store.calls = (await look("calls", { count: 100 })).calls;
  await Promise.all([...store.chats.keys()].map((userId) => loadChat(userId)));
  tell({ kind: "room" });
}

export async function loadChat(userId) {
  const seen = await look("chat", { user_id: userId });
  const known = store.chats.get(userId)?.messages || new Map();
  // An event may have overtaken this answer: of each message the later state counts.
  const later = (one) => (known.get(one.message.message_id)?.change > one.change ? known.get(one.message.message_id) : one);
  const messages = new Map(seen.messages.map((one) => [one.message.message_id, later(one)]));
  for (const [number, one] of known) if (one.change > seen.change) messages.set(number, one);
  store.chats.set(userId, { ...seen, messages, typingUntil: 0 });
  tell({ kind: "chat", chat_id: userId });
}

async function refreshFrame(userId) {
  const chat = store.chats.get(userId);
  if (!chat) return;
  const { reply_keyboard, commands, blocked, started } = await look("chat", { user_id: userId, after: Number.MAX_SAFE_INTEGER });
  Object.assign(chat, { reply_keyboard, commands, blocked, started });
  tell({ kind: "frame", chat_id: userId });
}

function keepMessage(event) {
  const { seen, chat_id: userId } = event;
  const chat = store.chats.get(userId);
  if (chat) {
    chat.messages.set(seen.message.message_id, seen);
    chat.change = event.change;
    if (seen.by_bot) chat.typingUntil = 0;
  }
  const person = store.people.get(userId);
  if (!person) return;
  if (event.kind === "message" || (person.last && person.last.message.message_id === seen.message.message_id)) person.last = seen;
  if (event.kind === "message" && seen.by_bot) person.unread += 1;
}

function take(event) {
  if (event.seen) keepMessage(event);
  if (event.kind === "action" && store.chats.has(event.chat_id)) store.chats.get(event.chat_id).typingUntil = Date.now() + 5000;
  if (event.kind === "clock") keepClock(event.clock);
  if (event.kind === "process") store.process = event.process;
  if (event.kind === "call") store.calls = [...store.calls, event.call].slice(-200);
  if (event.kind === "commands") [...store.chats.keys()].forEach(refreshFrame);
  if (["message", "blocked", "unblocked"].includes(event.kind)) refreshFrame(event.chat_id);
  tell(event);
}

export function connect() {
  const source = new EventSource("/sandbox/events");
  source.onopen = () => {
    store.connected = true;
    loadRoom(); // what happened before the stream was open, or while it was lost
    tell({ kind: "connection" });
  };
  source.onerror = () => {
    store.connected = false;
    tell({ kind: "connection" });
  };
  source.onmessage = (message) => take(JSON.parse(message.data));
}
