/** The page: joins the composer, the transcript and the live feed. */

import * as api from "./api.js";
import { make } from "./bubble.js";
import { Composer } from "./composer.js";
import { Feed } from "./feed.js";
import { Scroll } from "./scroll.js";
import { choose, Transcript } from "./transcript.js";
import { fill, words } from "./words.js";

const SHOWN_AT_FIRST = 60; // messages; the rest comes by 查看更早的消息
const TRIES = 3;
const BETWEEN_TRIES = 1500; // ms
const TYPING_AT_MOST = 30_000; // ms

const at = (id) => document.getElementById(id);
const scroll = new Scroll(at("scroller"), at("newer"));
const transcript = new Transcript(at("log"), (button, element) => {
  choose(element);
  say({ payload: button.payload }, button.title);
});
let session = null;
let from = 0;
let typing = 0;

const feed = new Feed({
  prepare: openSession,
  address: () => `${location.origin.replace(/^http/, "ws")}/api/chat/socket?sender=${session.sender}&after=${from}`,
  onFrame,
  onState: showConnection,
});

function onFrame(frame) {
  if (frame.type === "message") show([frame]);
  if (frame.type === "typing") showTyping(true);
  if (frame.type !== "owner") return;
  showOwner(frame.owner);
  settleIn(); // the owner always follows the messages that were missed
}

async function openSession() {
  const opened = await api.openSession();
  if (session && session.sender !== opened.sender) location.reload(); // signed out meanwhile: another transcript
  if (!session) from = Math.max(0, opened.seq - SHOWN_AT_FIRST);
  session = opened;
}

/** What was missed is all here: from now on new messages are read out and scrolled to. */
function settleIn() {
  const first = at("log").getAttribute("aria-busy") === "true";
  at("log").setAttribute("aria-busy", "false");
  at("greeting").hidden = transcript.first > 1;
  at("examples").hidden = !transcript.isEmpty;
  at("earlier").hidden = transcript.first <= 1;
  if (first) scroll.toEnd();
}

function show(messages) {
  for (const message of messages) {
    from = Math.max(from, message.seq);
    if (!transcript.add(message)) continue;
    showTyping(false);
    if (at("log").getAttribute("aria-busy") === "false") scroll.follow();
  }
}

function say(content, title) {
  const id = newId();
  transcript.addOutgoing(id, title);
  at("examples").hidden = true;
  scroll.follow(true);
  deliver(id, content);
}

async function deliver(id, content) {
  transcript.setSending(id);
  for (let tried = 1; tried <= TRIES; tried += 1) {
    try {
      await api.send({ sender: session.sender, message_id: id, ...content });
      if (!feed.isOpen) await catchUp();
      return;
    } catch (error) {
      if (error.status === 429) {
        transcript.setFailed(id, () => deliver(id, content), fill(words.message.too_fast, { seconds: error.seconds }));
        return;
      }
      if (error instanceof api.Refused) {
        await openSession().catch(() => feed.hurry()); // perhaps the session has ended: then the page begins anew
        break;
      }
      if (tried < TRIES) await new Promise((done) => setTimeout(done, tried * BETWEEN_TRIES));
    }
  }
  feed.hurry();
  transcript.setFailed(id, () => deliver(id, content));
}

async function catchUp() {
  show((await api.history(session.sender, from, SHOWN_AT_FIRST)).messages);
}

async function showEarlier() {
  const before = transcript.first - 1; // messages not shown yet
  const after = Math.max(0, before - SHOWN_AT_FIRST);
  try {
    const { messages } = await api.history(session.sender, after, before - after);
    scroll.keep(() => messages.forEach((message) => transcript.add(message)));
    settleIn();
  } catch {
    feed.hurry(); // the button stays, to be pressed again
  }
}

function showTyping(on) {
  clearTimeout(typing);
  at("typing").hidden = !on;
  if (!on) return;
  typing = setTimeout(() => showTyping(false), TYPING_AT_MOST);
  scroll.follow();
}

function showConnection(state) {
  if (at("connection").dataset.state === state) return;
  at("connection").dataset.state = state;
  at("connection").textContent = words.connection[state];
}

function showOwner(owner) {
  at("tagline").textContent = words.owner[owner] || words.tagline;
  at("notice").textContent = owner === "human" ? words.notice.human : words.notice.bot;
}

function showExamples() {
  for (const example of words.greeting.examples) {
    const chip = make("button", "", example);
    chip.type = "button";
    chip.addEventListener("click", () => say({ text: example }, example));
    at("examples").append(chip);
  }
}

/** Unlike randomUUID it is there without TLS too, as on a phone in the same network. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const composer = new Composer({
  form: at("composer"),
  text: at("text"),
  send: at("send"),
  count: at("count"),
  onText: (text) => say({ text }, text),
});
showExamples();
at("earlier").addEventListener("click", showEarlier);
if (matchMedia("(hover: hover)").matches) composer.focus(); // on a phone the keyboard would cover the greeting
feed.connect();
