/** The words of the page, as the server put them into it. */

export const words = JSON.parse(document.getElementById("words").textContent);

/** `fill("还可输入 {n} 字", {n: 3})` → "还可输入 3 字". */
export function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
