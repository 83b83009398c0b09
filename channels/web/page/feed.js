/** The live side: one socket that comes back by itself and goes on where it stopped. */

const FIRST_WAIT = 500; // ms, doubled with each failure
const LONGEST_WAIT = 15_000;
const SILENCE = 50_000; // ms; the server pings every 20 s, so a longer silence is a dead line

export class Feed {
  #prepare;
  #address;
  #onFrame;
  #onState;
  #socket = null;
  #failures = 0;
  #retry = 0;
  #silence = 0;
  #busy = false;

  /** `prepare()` is awaited before each try; `address()` gives the socket's; `onState`: connecting online waiting offline. */
  constructor({ prepare, address, onFrame, onState }) {
    this.#prepare = prepare;
    this.#address = address;
    this.#onFrame = onFrame;
    this.#onState = onState;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.#drop());
    addEventListener("pageshow", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  async connect() {
    if (this.#busy || this.#socket) return;
    this.#busy = true;
    clearTimeout(this.#retry);
    try {
      await this.#prepare();
      this.#open(new WebSocket(this.#address()));
    } catch {
      this.#wait(); // whatever was in the way, the answer is to try again
    } finally {
      this.#busy = false;
    }
  }

  /** Don't sit out the wait: the network is back, or the reader is. */
  hurry() {
    this.#failures = 0;
    this.connect();
  }

  #open(socket) {
    this.#socket = socket;
    socket.addEventListener("message", (event) => this.#receive(event));
    socket.addEventListener("close", () => socket === this.#socket && this.#drop());
    this.#listen();
  }

  #receive(event) {
    this.#listen();
    this.#failures = 0;
    this.#onState("online");
    this.#onFrame(JSON.parse(event.data));
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#drop(), SILENCE);
  }

  #drop() {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#wait();
  }

  #wait() {
    this.#onState(navigator.onLine ? "waiting" : "offline");
    const wait = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.connect(), wait * (0.7 + 0.6 * Math.random()));
  }
}
