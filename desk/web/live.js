/** The live side: one socket that comes back by itself and goes on where it stopped. */

const FIRST_WAIT = 500; // ms, doubled with each failure
const LONGEST_WAIT = 15_000;
const SILENCE = 40_000; // ms; the server pings every 15 s, so a longer silence is a dead line
const SESSION_ENDED = 4401;

class Live {
  #to = null;
  #socket = null;
  #failures = 0;
  #retry = 0;
  #silence = 0;
  #stopped = true;
  #greeted = false;
  #used = false; // since the last beat

  constructor() {
    for (const sign of ["keydown", "pointerdown", "wheel"]) addEventListener(sign, () => (this.#used = true), { passive: true });
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.#drop());
    addEventListener("pageshow", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  /**
   * `to.places()`: what to watch after each connection, as frames; `to.onFrame(frame)`, `to.onEnd()` when the session
   * has ended, `to.onDenied()` when a connection did not come about, `to.onState(state)`: connecting online waiting
   * offline.
   */
  start(to) {
    this.#to = to;
    this.#stopped = false;
    to.onState("connecting");
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    this.#drop();
  }

  /** Whether it went out; what is watched is said again after a reconnection anyhow. */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Don't sit out the wait: the network is back, or the reader is. */
  hurry() {
    this.#failures = 0;
    this.#connect();
  }

  #connect() {
    clearTimeout(this.#retry);
    if (this.#stopped || this.#socket) return;
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/desk/api/socket`);
    this.#socket = socket;
    this.#greeted = false;
    socket.addEventListener("message", (event) => this.#receive(event));
    socket.addEventListener("close", (event) => socket === this.#socket && this.#closed(event.code));
    this.#listen();
  }

  #receive(event) {
    this.#listen();
    this.#failures = 0;
    const frame = JSON.parse(event.data);
    if (frame.type === "hello") {
      this.#greeted = true;
      this.#to.onState("online");
    }
    if (frame.type === "ping") this.#beat();
    else this.#to.onFrame(frame);
    if (frame.type === "hello") for (const place of this.#to.places()) this.send(place);
  }

  /** A session of somebody who sits here and waits must not lapse; one that was left alone must. */
  #beat() {
    this.send({ type: "beat", used: this.#used });
    this.#used = false;
  }

  #closed(code) {
    if (code === SESSION_ENDED) {
      this.#stopped = true;
      this.#to.onEnd();
    } else if (!this.#greeted) {
      this.#to.onDenied();
    }
    this.#drop();
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#drop(), SILENCE);
  }

  #drop() {
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    if (this.#stopped) return;
    this.#to.onState(navigator.onLine ? "waiting" : "offline");
    const wait = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures += 1;
    this.#retry = setTimeout(() => this.#connect(), wait * (0.7 + 0.6 * Math.random()));
  }
}

/** The one line of this page. */
export const live = new Live();
