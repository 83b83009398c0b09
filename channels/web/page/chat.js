/** The page: joins the composer, the transcript and the live feed. */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { Feed } from "./feed.js";
import { Scroll } from "./scroll.js";
import { choose, Transcript } from "./transcript.js";
import { words } from "./words.js";

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
  settleIn(); // a line always says who is there right behind the messages that were missed
}

async function openSession() {
  const opened = await api.openSession();
  if (session && session.sender !== opened.sender) location.reload(); // signed out meanwhile: another transcript
  if (!session) from = Math.max(0, opened.seq - SHOWN_AT_FIRST);
  session = opened;
  showOwner(opened.owner);
}

/** What was missed is all here: from now on new messages are read out. */
function settleIn() {
  at("log").setAttribute("aria-busy", "false");
  at("greeting").hidden = !transcript.isEmpty && transcript.first > 1;
  at("earlier").hidden = transcript.isEmpty || transcript.first <= 1;
}

function show(messages) {
  for (const message of messages) {
    from = Math.max(from, message.seq);
    if (!transcript.add(message)) continue;
    showTyping(false);
    at("examples").hidden = true;
    scroll.follow(message.sender === "user");
  }
}

function say(content, title) {
  const message = { sender: session?.sender, message_id: crypto.randomUUID(), ...content };
  transcript.addOutgoing(message.message_id, title);
  at("examples").hidden = true;
  scroll.follow(true);
  deliver(message);
}

async function deliver(message) {
  transcript.setSending(message.message_id);
  for (let tried = 1; tried <= TRIES; tried += 1) {
    try {
      await api.send({ ...message, sender: session.sender });
      if (!feed.isOpen) await catchUp();
      return;
    } catch (error) {
      if (error instanceof api.Refused) break;
      await new Promise((done) => setTimeout(done, tried * BETWEEN_TRIES));
    }
  }
  feed.hurry();
  transcript.setFailed(message.message_id, () => deliver(message));
}

async function catchUp() {
  show((await api.history(session.sender, from, SHOWN_AT_FIRST)).messages);
}

async function showEarlier() {
  const before = transcript.first;
  const { messages } = await api.history(session.sender, Math.max(0, before - 1 - SHOWN_AT_FIRST), Math.min(before - 1, SHOWN_AT_FIRST));
  at("log").setAttribute("aria-busy", "true");
  scroll.keep(() => messages.forEach((message) => transcript.add(message)));
  settleIn();
}

function showTyping(on) {
  clearTimeout(typing);
  at("typing").hidden = !on;
  if (!on) return;
  typing = setTimeout(() => showTyping(false), TYPING_AT_MOST);
  scroll.follow();
}

function showConnection(state) {
  at("connection").dataset.state = state;
  at("connection").textContent = words.connection[state];
}

function showOwner(owner) {
  at("tagline").textContent = words.owner[owner] || words.tagline;
  document.body.dataset.owner = owner;
}

function showExamples() {
  for (const example of words.greeting.examples) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.textContent = example;
    chip.addEventListener("click", () => say({ text: example }, example));
    at("examples").append(chip);
  }
}

showExamples();
at("log").setAttribute("aria-busy", "true");
at("earlier").addEventListener("click", showEarlier);
new Composer({ form: at("composer"), text: at("text"), send: at("send"), count: at("count"), onText: (text) => say({ text }, text) });
feed.connect();
