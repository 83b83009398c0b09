/** A message → its element. Text goes in as text only: nothing a person or a source wrote is read as markup. */

import { pieces, priceParts, role, row } from "./figures.js";
import { address, part } from "./lines.js";
import { words } from "./words.js";

/** An element with a class and children; strings become text nodes. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** `message` as the server renders it; `press(button, element)` is called when a person chooses a button. */
export function bubble(message, press) {
  const element = make("article", `message ${message.sender}`);
  element.append(who(message.sender));
  if (message.text) element.append(body(message));
  if (message.image) element.append(picture(message.image, message.text ?? ""));
  if (message.buttons?.length) element.append(choices(message.buttons, press));
  element.append(make("p", "meta", clock(message.at)));
  return element;
}

function who(sender) {
  return make("p", sender === "agent" ? "who" : "unseen", words.sender[sender] ?? sender);
}

function body(message) {
  const box = make("div", "bubble");
  for (const text of message.text.split("\n")) {
    box.append(message.sender === "user" ? make("p", "", text) : line(text, message.sender === "bot"));
  }
  return box;
}

/** Only what we say ourselves has parts and documents that can be opened. */
function line(text, own) {
  const listed = row(text);
  if (listed) return security(listed);
  const head = own && part(text);
  if (head) return make("p", "part", make("strong", "", `【${head.name}】`), make("small", "", head.rest));
  const opened = own && address(text);
  if (opened) return make("p", "", origin(opened));
  const kind = role(text, words.risk_mark);
  if (kind === "source") return source(text);
  if (kind !== "price") return make("p", "", ...pieces(text).map(({ text, tone }) => make("span", tone, text)));
  const [price, moved] = priceParts(text);
  return make("p", `price ${pieces(text)[0].tone}`, make("strong", "", price), moved);
}

/** Breaks, where it must, behind a "·" and not within a phrase. */
function source(text) {
  return make("p", "source", ...text.match(/[^·]*·\s*|[^·]+$/g).map((part) => make("span", "", part)));
}

/** A document in a page of its own; its host stands for an address of many lines. */
function origin({ label, href, host }) {
  const link = make("a", "origin", `${label} · ${host}`);
  link.href = href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function security({ name, code, tone, figures, note }) {
  const beside = [code, note].filter(Boolean).join("  ");
  const named = make("span", "security", name, ...(beside ? [" ", make("small", "", beside)] : []));
  return make("p", "row", named, ...figures.map((figure) => make("span", `figure ${tone}`, figure)));
}

/** Opened by a tap in a page of its own, where a phone can enlarge it; what it shows is said by its message. */
function picture(address, text) {
  const link = make("a", "picture");
  const url = new URL(address, location.href);
  if (!/^https?:$/.test(url.protocol)) return link;
  link.href = url.href;
  link.target = "_blank";
  link.rel = "noopener";
  const image = make("img");
  image.alt = [words.log.image, text.split("\n")[0]].filter(Boolean).join("：");
  image.decoding = "async";
  image.addEventListener("error", () => link.replaceWith(make("p", "meta", words.log.no_image)));
  image.src = url.href;
  link.title = words.log.enlarge;
  link.append(image);
  return link;
}

function choices(buttons, press) {
  const group = make("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.log.buttons);
  for (const button of buttons) {
    const element = make("button", "", button.title);
    element.type = "button";
    element.value = button.payload;
    element.addEventListener("click", () => press(button, element));
    group.append(element);
  }
  return group;
}

function clock(at) {
  const time = make("time", "", at.slice(11, 16));
  time.dateTime = at;
  return time;
}
