/** A call that somebody waits for: busy meanwhile, and the words of its refusal afterwards. */

import { Refused } from "../api.js";
import { useState } from "../markup.js";

/** `const [run, busy, fault] = useActing(async () => …)` */
export function useActing(act) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  async function run(...given) {
    setBusy(true);
    setFault("");
    try {
      return await act(...given);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (refused.code !== "cancelled") setFault(refused.words);
      return undefined;
    } finally {
      setBusy(false);
    }
  }
  return [run, busy, fault];
}
