/** All that was said, with what colleagues noted and who had it; older lines come when one scrolls up. */

import { attempt } from "../api.js";
import { older } from "../conversations.js";
import { dayName } from "../clock.js";
import { html, useLayoutEffect, useRef, useState } from "../markup.js";
import { words } from "../words.js";
import { Line } from "./line.js";
import { Note, Step } from "./separators.js";

const NEAR = 80; // px from the end that still count as the end
const SOON = 240; // px from the top, where older lines are fetched

export function Transcript({ id, conversation, children }) {
  const { box, onScroll, hasNew, toEnd } = useEnd(id, conversation);
  const pressed = new Set(conversation.lines.map((line) => line.pressed).filter(Boolean));
  const whole = (conversation.lines[0]?.seq ?? 1) <= 1;
  return html`
    <div class="transcript" ref=${box} onScroll=${onScroll} tabindex="0" role="log" aria-label=${words.transcript.label}>
      <div class="column">
        ${children}
        ${!whole && html`<button type="button" class="link earlier" onClick=${() => attempt(() => older(id))}>${words.transcript.older}</button>`}
        ${rows(conversation, pressed, whole)}
      </div>
      ${hasNew && html`<button type="button" class="newer" onClick=${toEnd}>${words.transcript.newer}</button>`}
    </div>
  `;
}

/** Lines in their order; a step stands before the first line of its epoch, a note behind the line it was written at. */
function rows({ lines, steps, notes }, pressed, whole) {
  const shown = [];
  let [step, note, before] = [0, 0, null];
  const takeSteps = (epoch) => {
    for (; step < steps.length && steps[step].epoch <= epoch; step += 1) {
      if (whole || before) shown.push(html`<${Step} key=${`step ${steps[step].epoch}`} step=${steps[step]} />`);
    }
  };
  const takeNotes = (seq) => {
    for (; note < notes.length && notes[note].seq < seq; note += 1) {
      if (whole || before) shown.push(html`<${Note} key=${`note ${notes[note].id}`} note=${notes[note]} />`);
    }
  };
  for (const line of lines) {
    takeNotes(line.seq);
    takeSteps(line.epoch);
    if (before?.at.slice(0, 10) !== line.at.slice(0, 10)) shown.push(html`<p key=${`day ${line.seq}`} class="day">${dayName(line.at)}</p>`);
    const goesOn = before?.sender === line.sender && before.agent === line.agent && before.epoch === line.epoch;
    shown.push(html`<${Line} key=${line.seq} line=${line} pressed=${pressed} goesOn=${goesOn} />`);
    before = line;
  }
  takeNotes(Infinity);
  takeSteps(Infinity);
  return shown;
}

/** Keeps the end in view while the reader is there, and what is read in its place while older lines come in above. */
function useEnd(id, conversation) {
  const box = useRef(null);
  const place = useRef({ atEnd: true, first: null, height: 0, loading: false });
  const [hasNew, setNew] = useState(false);
  const [first, last] = [conversation.lines[0]?.seq, conversation.lines.at(-1)?.seq];
  const count = conversation.notes.length + conversation.steps.length;
  const toEnd = () => {
    place.current.atEnd = true;
    box.current.scrollTop = box.current.scrollHeight;
    setNew(false);
  };
  useLayoutEffect(() => {
    const [known, element] = [place.current, box.current];
    if (known.first !== null && first < known.first) element.scrollTop += element.scrollHeight - known.height;
    else if (known.atEnd) element.scrollTop = element.scrollHeight;
    else if (known.first !== null) setNew(true);
    known.first = first ?? null;
    known.height = element.scrollHeight;
  }, [first, last, count]);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => place.current.atEnd && toEnd()); // a picture has come, the page is smaller
    watch.observe(box.current);
    watch.observe(box.current.firstElementChild);
    return () => watch.disconnect();
  }, []);
  const onScroll = async (event) => {
    const [known, element] = [place.current, event.currentTarget];
    known.atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    known.height = element.scrollHeight;
    if (known.atEnd) setNew(false);
    if (element.scrollTop > SOON || known.loading || known.atEnd || !(first > 1)) return;
    known.loading = true;
    await attempt(() => older(id));
    known.loading = false;
  };
  return { box, onScroll, hasNew, toEnd };
}
