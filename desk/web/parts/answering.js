/** What the server says at an address, asked again when it is another or when somebody wants it anew. */

import { get, Refused } from "../api.js";
import { useEffect, useState } from "../markup.js";

/** `[answer, again, fault]`; the last answer stays while the next one is on its way; nothing is asked at null. */
export function useAnswer(path) {
  const [known, setKnown] = useState({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!path) return undefined;
    let current = true;
    get(path).then(
      (answer) => current && setKnown({ answer }),
      (refused) => {
        if (!(refused instanceof Refused)) throw refused;
        if (current) setKnown(({ answer }) => ({ answer, fault: refused.words }));
      },
    );
    return () => (current = false);
  }, [path, round]);
  return [known.answer, () => setRound((count) => count + 1), known.fault ?? ""];
}

/** The query of an address, without what is empty. */
export function query(fields) {
  const said = Object.entries(fields).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return said.length ? `?${new URLSearchParams(said)}` : "";
}
