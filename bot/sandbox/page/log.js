// The drawer with the bot's last calls and, when it stopped by itself, its last words.
import { fullName, h, iconButton } from "./elements.js";
import { store } from "./store.js";
import { t, timeOf } from "./words.js";

export function drawLog(aside, close) {
  const rows = [...store.calls].reverse().map(callRow);
  const lastWords = store.process.state === "crashed" && store.process.lines.length ? h("pre", { class: "last-words" }, (store.process.lines || []).join("\n")) : null;
  aside.replaceChildren(
    h("div", { class: "log-head" }, h("h2", {}, t("log")), iconButton("close", t("close"), close)),
    h("p", { class: "hint" }, t("logHint")),
    lastWords || "",
    rows.length ? h("ol", {}, ...rows) : h("p", { class: "empty" }, t("noCalls")),
  );
  aside.setAttribute("aria-label", t("log"));
}

function callRow(call) {
  const person = store.people.get(Number(call.params.chat_id));
  const whom = person ? fullName(person) : "";
  const words = String(call.params.text ?? call.params.caption ?? call.params.action ?? "").replace(/<[^>]*>/g, "").split("\n")[0];
  return h(
    "li",
    { class: call.error ? "failed" : "" },
    h(
      "details",
      {},
      h("summary", {}, h("time", {}, timeOf(call.at)), h("b", {}, call.method), h("span", {}, [whom, words].filter(Boolean).join(" · ")), call.error ? h("em", {}, call.error) : ""),
      h("pre", {}, JSON.stringify(call.params, null, 1)),
    ),
  );
}
