/** When the desk is open: on trading days, on others, on special ones; and the peak, when agents take more. */

import { html, useEffect, useState } from "../markup.js";
import { put } from "../api.js";
import { tell } from "../store.js";
import { fill, words } from "../words.js";
import { useAnswer } from "./answering.js";
import { Check } from "./checks.js";
import { Form } from "./dialog.js";
import { Field } from "./field.js";
import { Nothing, Panel } from "./page.js";
import { useSaving } from "./saving.js";
import { Spans, Time } from "./spans.js";

const said = words.hours;

export function Hours() {
  const [answer, , unread] = useAnswer("/settings/hours");
  const [hours, setHours] = useState(null);
  useEffect(() => setHours(answer ? { ...answer, special: Object.entries(answer.special) } : null), [answer]);
  const saving = useSaving(async () => {
    const special = Object.fromEntries(hours.special);
    await put("/settings/hours", { ...hours, special, peak_extra: Number(hours.peak_extra) });
    tell(words.page.saved);
  });
  if (!hours) return html`<${Nothing} fault=${unread} text=${words.page.loading} />`;
  const set = (key) => (value) => setHours({ ...hours, [key]: value });
  return html`
    <${Panel} title=${said.title}>
      <${Form} act=${saving.run} fault=${saving.fault} submit=${words.page.save} disabled=${saving.busy}>
        <p class="quiet">${said.text}</p>
        <${Spans} label=${said.trading} name="trading" spans=${hours.trading} onSpans=${set("trading")} wrong=${saving} />
        <${Spans} label=${said.other} name="other" spans=${hours.other} onSpans=${set("other")} wrong=${saving} />
        <${Special} special=${hours.special} onSpecial=${set("special")} wrong=${saving} />
        <${Peak} hours=${hours} set=${set} wrong=${saving} />
      <//>
    <//>
  `;
}

/** Days with hours of their own: before a holiday, on a weekend that is worked. */
function Special({ special, onSpecial, wrong }) {
  const [day, setDay] = useState("");
  const change = (place, spans) => onSpecial(special.map((each, at) => (at === place ? [each[0], spans] : each)));
  const add = () => {
    onSpecial([...special.filter(([known]) => known !== day), [day, []]].sort(([one], [other]) => (one < other ? -1 : 1)));
    setDay("");
  };
  return html`
    <fieldset class="special">
      <legend>${said.special}</legend>
      ${special.map(([date, spans], place) => html`
        <div key=${date} class="special-day">
          <${Spans} label=${date} name=${`special.${date}`} spans=${spans} onSpans=${(next) => change(place, next)} wrong=${wrong} />
          <button type="button" class="link" onClick=${() => onSpecial(special.filter(([known]) => known !== date))}>${fill(said.remove_day, { date })}</button>
        </div>`)}
      <div class="inline">
        <input type="date" class="search" aria-label=${said.day} value=${day} onInput=${(event) => setDay(event.target.value)} />
        <button type="button" class="second small" disabled=${!day} onClick=${add}>${said.add_day}</button>
      </div>
    </fieldset>
  `;
}

function Peak({ hours, set, wrong }) {
  const { peak, peak_extra: extra } = hours;
  const change = (place) => (time) => set("peak")(peak.map((each, at) => (at === place ? time : each)));
  return html`
    <fieldset class="spans">
      <legend>${said.peak}</legend>
      <${Check} label=${said.has_peak} on=${Boolean(peak)} onValue=${(on) => set("peak")(on ? ["09:00", "10:30"] : null)} />
      ${peak && html`<span class="span">
        <${Time} label=${said.begins} time=${peak[0]} onTime=${change(0)} fault=${wrong.at("peak.begins")} /> –
        <${Time} label=${said.ends} time=${peak[1]} onTime=${change(1)} fault=${wrong.at("peak.ends")} /></span>
        ${wrong.at("peak") && html`<small class="wrong">${wrong.at("peak")}</small>`}
        <${Field} label=${said.peak_extra} type="number" required min="0" max="20" value=${extra} onValue=${set("peak_extra")} fault=${wrong.at("peak_extra")} />`}
    </fieldset>
  `;
}
