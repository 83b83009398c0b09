/** What the components are written with. Text goes in as text only: nothing a person wrote is read as markup. */

import { h } from "./vendor/preact.js";
import htm from "./vendor/htm.js";

export { render } from "./vendor/preact.js";
export { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "./vendor/hooks.js";

/** html`<p class=${name}>${text}</p>` */
export const html = htm.bind(h);
