/** Keeps the newest message in view while the reader is at the end, and says 新消息 while they read further up. */

const NEAR = 96; // px from the end that still count as the end

export class Scroll {
  #box;
  #pill;
  #atEnd = true;
  #top = 0;

  constructor(box, pill) {
    this.#box = box;
    this.#pill = pill;
    box.addEventListener("scroll", () => this.#look(), { passive: true });
    pill.addEventListener("click", () => this.toEnd(true));
    const watch = new ResizeObserver(() => this.#atEnd && this.toEnd());
    watch.observe(box); // the keyboard of a phone comes up
    watch.observe(box.firstElementChild); // a picture has loaded
  }

  /** Something new is at the end; `mine`: the reader has just sent it. */
  follow(mine = false) {
    if (mine || this.#atEnd) this.toEnd(true);
    else this.#pill.hidden = false;
  }

  toEnd(smoothly = false) {
    this.#atEnd = true;
    this.#pill.hidden = true;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#box.scrollTo({ top: this.#box.scrollHeight, behavior: smoothly && !still ? "smooth" : "instant" });
  }

  /** Put something in above without moving what is being read. */
  keep(change) {
    const fromEnd = this.#box.scrollHeight - this.#box.scrollTop;
    change();
    this.#box.scrollTop = this.#box.scrollHeight - fromEnd;
  }

  /** Only moving up leaves the end: on the way down there are places far from it too. */
  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#atEnd = true;
    else if (scrollTop < this.#top) this.#atEnd = false;
    if (this.#atEnd) this.#pill.hidden = true;
    this.#top = scrollTop;
  }
}
