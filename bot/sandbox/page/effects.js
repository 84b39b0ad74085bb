// What comes over a chat for a moment: an alert box, a large photo, a message effect.
import { h, iconButton } from "./elements.js";
import { t } from "./words.js";

export function showAlert(text) {
  const dialog = h("dialog", { class: "alert" }, h("p", {}, text), h("form", { method: "dialog" }, h("button", { class: "plain-button" }, "OK")));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function openPhoto(address, words) {
  const dialog = h("dialog", { class: "photo-view", onclick: () => dialog.close() }, h("img", { src: address, alt: words }), iconButton("close", t("close"), () => dialog.close()));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function celebrate(phone) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const sky = h("div", { class: "sky", "aria-hidden": "true" });
  for (let place = 0; place < 28; place += 1) {
    const spark = h("i", {}, ["✦", "★", "●", "❋"][place % 4]);
    spark.style.left = `${(place * 37) % 100}%`;
    spark.style.animationDelay = `${(place % 7) * 90}ms`;
    spark.style.color = ["#e8b23a", "#d96c5b", "#4f9d8a", "#4b83c4"][place % 4];
    sky.append(spark);
  }
  phone.append(sky);
  setTimeout(() => sky.remove(), 3200);
}
