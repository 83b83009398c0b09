/** The entries of a record as lines, steps and notes of the transcript. */

import { dayName } from "../clock.js";
import { html } from "../markup.js";
import { words } from "../words.js";
import { Line } from "./line.js";
import { Note, Step } from "./separators.js";

export function RecordEntries({ entries, masked }) {
  const shown = [];
  let before = null;
  for (const [place, entry] of entries.entries()) {
    if (entry.type !== "message") {
      shown.push(entry.type === "note" ? html`<${Note} key=${place} note=${noted(entry, masked)} />` : html`<${Step} key=${place} step=${stepped(entry)} />`);
      before = null;
      continue;
    }
    const [line, day] = [lined(entry, masked), entry.at.slice(0, 10)];
    if (day !== shown.day) shown.push(html`<p key=${`day ${day} ${place}`} class="day">${dayName(entry.at)}</p>`);
    const goesOn = before?.sender === line.sender && before.agent === line.agent && shown.day === day;
    shown.day = day;
    shown.push(html`<${Line} key=${place} line=${line} pressed=${pressedOf(line)} goesOn=${goesOn} />`);
    before = line;
  }
  return shown;
}

/** Staff by their names; everybody else by the word they are known by. */
function called(who) {
  return who?.name ?? who ?? null;
}

function noted({ kind, text, at, who }, masked) {
  return { kind, text: readable(text, masked), at, agent: called(who) };
}

function stepped({ at, epoch, owner, reason, detail, agent }) {
  return { at, epoch, owner, reason, detail, agent: called(agent) };
}

/** What was masked is named in words. */
function readable(text, masked) {
  return masked && text ? text.replace(/<([a-z]+)>/g, (whole, kind) => (kind in words.mask ? `〔${words.mask[kind]}〕` : whole)) : text;
}

function lined(entry, masked) {
  const { image, file, buttons, pressed, who, text, length, ...rest } = entry;
  return {
    ...rest,
    text: readable(text, masked),
    length: masked ? null : length,
    agent: called(who),
    buttons: buttons.map(({ title, pressed: by }, place) => ({ id: place, title, by })),
    pressed_title: pressed,
    image: image?.name ?? null,
    media: file && { ...file, awaited: file.wanted },
    file: null,
  };
}

function pressedOf({ buttons }) {
  return new Set(buttons.filter(({ by }) => by).map(({ id }) => id));
}
