/** Numbers that are set: the time limits of routing, or the length and the offer of appointments. */

import { put } from "../api.js";
import { html, useEffect, useState } from "../markup.js";
import { tell } from "../store.js";
import { words } from "../words.js";
import { useAnswer } from "./answering.js";
import { Form } from "./dialog.js";
import { Choice, Field } from "./field.js";
import { Nothing, Panel } from "./page.js";
import { useSaving } from "./saving.js";

const said = words.limits;

/** `name`: "routing" or "appointments"; what is called how stands under it. */
export function Limits({ name }) {
  const [answer, , unread] = useAnswer(`/settings/${name}`);
  const [values, setValues] = useState(null);
  useEffect(() => setValues(answer ?? null), [answer]);
  const saving = useSaving(async () => {
    const { licences, ...numbers } = values;
    const whole = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, Number(value)]));
    await put(`/settings/${name}`, licences ? { ...whole, licences } : whole);
    tell(words.page.saved);
  });
  if (!values) return html`<${Nothing} fault=${unread} text=${words.page.loading} />`;
  const { licences, ...numbers } = values;
  return html`
    <${Panel} title=${words.settings[name]}>
      <${Form} act=${saving.run} fault=${saving.fault} submit=${words.page.save} disabled=${saving.busy}>
        <div class="columns">
          ${Object.keys(numbers).map((key) => html`
            <${Field} key=${key} label=${said[name][key].label} hint=${said[name][key].hint} type="number" required value=${values[key]}
              onValue=${(value) => setValues({ ...values, [key]: value })} fault=${saving.at(key)} />`)}
        </div>
        ${licences && html`<${Licences} licences=${licences} onLicences=${(next) => setValues({ ...values, licences: next })} wrong=${saving} />`}
      <//>
    <//>
  `;
}

/** Which registration a skill asks for; a skill that this page has no word for stays as it is. */
function Licences({ licences, onLicences, wrong }) {
  const set = (skill) => (licence) => {
    const { [skill]: _, ...others } = licences;
    onLicences(licence ? { ...others, [skill]: licence } : others);
  };
  const options = [["", said.no_licence], ...Object.entries(words.licence)];
  return html`
    <fieldset class="checks">
      <legend>${said.licences}</legend>
      <div class="columns">
        ${Object.entries(words.skill).map(([skill, title]) => html`
          <${Choice} key=${skill} label=${title} value=${licences[skill] ?? ""} onValue=${set(skill)} options=${options}
            fault=${wrong.at(`licences.${skill}`)} />`)}
      </div>
    </fieldset>
  `;
}
