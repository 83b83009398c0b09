/** The words of the desk, as the server put them into the page. */

export const words = JSON.parse(document.getElementById("words").textContent);

/** `fill("还有 {n} 位", {n: 3})` → "还有 3 位". */
export function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The word of a code in one of the lists; a code nobody named stands for itself. */
export function name(list, code) {
  return words[list]?.[code] ?? code ?? "";
}
