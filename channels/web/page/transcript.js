/** The conversation on the page: every message once and in order, and those still on their way below them. */

import { bubble, make } from "./bubble.js";
import { dayOf, labelOf, now } from "./days.js";
import { words } from "./words.js";

export class Transcript {
  #log;
  #press;
  #bySeq = new Map();
  #outgoing = new Map();
  #pressed = new Set();

  /** `press(button, element)`: a person chose a button. */
  constructor(log, press) {
    this.#log = log;
    this.#press = press;
  }

  /** The lowest sequence number shown; 0 while there is none. */
  get first() {
    return this.#bySeq.size ? Math.min(...this.#bySeq.keys()) : 0;
  }

  get isEmpty() {
    return this.#bySeq.size === 0 && this.#outgoing.size === 0;
  }

  /** Show a message of the server; false if it is already here. */
  add(message) {
    if (this.#bySeq.has(message.seq)) return false;
    const element = bubble(message, this.#press);
    element.dataset.seq = message.seq;
    element.dataset.day = dayOf(message.at);
    if (message.sender === "user") this.#settle(message.message_id);
    this.#bySeq.set(message.seq, element);
    this.#place(element, message.seq);
    this.#markPressed(element, message.pressed);
    return true;
  }

  /** Show what a person has just sent, before the server knows of it. */
  addOutgoing(id, text) {
    const element = bubble({ sender: "user", text, at: now() }, this.#press);
    element.dataset.day = dayOf(now());
    element.append(make("p", "fate"));
    this.#outgoing.set(id, element);
    this.#log.append(element);
    label(element);
    this.setSending(id);
  }

  setSending(id) {
    this.#setFate(id, "sending", words.message.sending);
  }

  /** Say that it could not be sent, and `why`; `again` is called by 重试. */
  setFailed(id, again, why = words.message.failed) {
    const retry = make("button", "retry", words.message.retry);
    retry.type = "button";
    retry.addEventListener("click", again);
    this.#setFate(id, "failed", why, retry);
  }

  #setFate(id, state, ...content) {
    const element = this.#outgoing.get(id);
    if (!element) return;
    element.dataset.state = state;
    element.querySelector(".fate").replaceChildren(...content);
  }

  #settle(id) {
    this.#outgoing.get(id)?.remove();
    this.#outgoing.delete(id);
  }

  #place(element, seq) {
    let after = this.#log.lastElementChild;
    while (after && !(Number(after.dataset.seq) < seq)) after = after.previousElementSibling;
    if (after) after.after(element);
    else this.#log.prepend(element);
    label(element);
    if (element.nextElementSibling) label(element.nextElementSibling);
  }

  /** A button and the message that says it was pressed may come in either order, as older history comes last. */
  #markPressed(element, payload) {
    if (payload) this.#pressed.add(payload);
    const among = payload ? this.#log : element;
    for (const button of among.querySelectorAll(".choices button")) {
      if (this.#pressed.has(button.value)) choose(button);
    }
  }
}

/** Mark a chosen button; its neighbours stay usable, but step back. */
export function choose(button) {
  button.setAttribute("aria-pressed", "true");
  button.parentElement.classList.add("chosen");
}

function label(element) {
  const before = element.previousElementSibling;
  if (before?.dataset.day === element.dataset.day) delete element.dataset.label;
  else element.dataset.label = labelOf(element.dataset.day);
}
