/** Where a person writes: grows with the text, counts it, and sends on Enter unless an input method is composing. */

import { fill, words } from "./words.js";

const { limit, left, over } = words.composer;
const WARN_FROM = Math.floor(limit * 0.8);

export class Composer {
  #form;
  #text;
  #send;
  #count;
  #onText;

  /** `onText(text)` gets what a person sends. */
  constructor({ form, text, send, count, onText }) {
    this.#form = form;
    this.#text = text;
    this.#send = send;
    this.#count = count;
    this.#onText = onText;
    text.addEventListener("input", () => this.#show());
    text.addEventListener("keydown", (event) => this.#onKey(event));
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#show();
  }

  focus() {
    this.#text.focus();
  }

  #onKey(event) {
    const composing = event.isComposing || event.keyCode === 229; // 229: Safari's Enter that ends a composition
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text || length(text) > limit) return;
    this.#text.value = "";
    this.#show();
    this.#onText(text);
  }

  #show() {
    const size = length(this.#text.value.trim());
    this.#send.disabled = size === 0 || size > limit;
    this.#count.classList.toggle("over", size > limit);
    this.#count.value = size > limit ? fill(over, { n: size - limit }) : size >= WARN_FROM ? fill(left, { n: limit - size }) : "";
    this.#text.setAttribute("aria-invalid", String(size > limit));
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}

/** Characters as a person counts them, not UTF-16 units. */
function length(text) {
  return [...text].length;
}
