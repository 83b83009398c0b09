/** Keeping a form: busy meanwhile; what cannot be read is told at its field, everything else above the buttons. */

import { Refused } from "../api.js";
import { useState } from "../markup.js";
import { words } from "../words.js";

/** `at(name)` are the words for a field, `findings` what the rules have against its text. */
export function useSaving(act) {
  const [state, setState] = useState({ busy: false, fault: "", wrong: "", why: "", findings: [] });
  const still = { busy: false, fault: "", wrong: "", why: "", findings: [] };
  async function run(...given) {
    setState({ ...still, busy: true });
    try {
      const answer = await act(...given);
      setState(still);
      return answer;
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      setState({ ...still, ...told(refused) });
      return undefined;
    }
  }
  const at = (name) => (state.wrong === name || state.wrong.startsWith(`${name}.`) ? state.why : "");
  return { ...state, run, at };
}

function told(refused) {
  if (refused.code === "cancelled") return {};
  if (refused.code === "blocked") return { findings: refused.facts.findings };
  if (refused.facts.why === "shortcut_taken") return { wrong: "shortcut", why: refused.words };
  if (refused.code !== "unreadable") return { fault: refused.words };
  const wrong = String(refused.facts.field);
  return { fault: words.page.look, wrong, why: words.error.unreadable[wrong] ?? words.page.wrong };
}
