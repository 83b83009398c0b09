/** Reads the figures in a reply: which line is a price, which names the source, what rose and what fell. */

const MOVE = /(?:\d[\d.,]*\s+)?[▲▼]\s*\d[\d.,]*(?:\s+[+-]?\d[\d.,]*%)?/g;
const PRICE = /^\s*\d[\d.,]*\s+(?:[▲▼]\s*)?[+-]?\d[\d.,]*(?:\s+[+-]?\d[\d.,]*%)?\s*$/;
const ROW = /^(\S.*?)\s(\d{6})\s{2,}(.+)$/;
const SECTOR = /^([^\d\s+-]\S*?)[\s\u2007\u3000]{2,}([+-]?\d[\d.]*%)(?:\s{2,}(\S.*))?$/;
const FIGURE = /^[+-]?\d[\d.,]*%?$/;
const PERCENT = /^[+-]?\d[\d.]*%$/;

/** One line → `[{text, tone}]` in order; the texts joined are the line again. `tone` is "up", "down" or "". */
export function pieces(line) {
  const found = [];
  let from = 0;
  for (const move of line.matchAll(MOVE)) {
    if (move.index > from) found.push({ text: line.slice(from, move.index), tone: "" });
    found.push({ text: move[0], tone: move[0].includes("▲") ? "up" : "down" });
    from = move.index + move[0].length;
  }
  if (from < line.length) found.push({ text: line.slice(from), tone: "" });
  return found;
}

/** "1768.90  ▲56.01  +3.27%" → the price and what moved, to be set in two sizes. */
export function priceParts(line) {
  const [, price, rest] = line.match(/^(\s*\S+)(.*)$/);
  return [price, rest];
}

/**
 * "贵州茅台 600519  1768.90  +3.27%  07-28" → name, code, figures (toned by the percentage) and note (the rest, such
 * as a date); "银行　　  +1.20%  领涨 浦发银行 +3.00%" the same without a code; null for other lines.
 */
export function row(line) {
  const [, sector, moved, beside] = line.match(SECTOR) ?? [];
  if (sector) return { name: sector, code: "", tone: toneOf(parseFloat(moved)), figures: [moved], note: beside ?? "" };
  const [, name, code, rest] = line.match(ROW) ?? [];
  const cells = rest?.trim().split(/\s{2,}/) ?? [];
  const percent = cells.find((cell) => PERCENT.test(cell));
  if (!percent) return null;
  const figures = cells.filter((cell) => FIGURE.test(cell));
  const note = cells.filter((cell) => !FIGURE.test(cell)).join(" ");
  return { name: name.trim(), code, tone: toneOf(parseFloat(percent)), figures, note };
}

function toneOf(change) {
  if (change === 0) return "";
  return change > 0 ? "up" : "down";
}

/** What a line is: "price" alone in its line, "source" (time, source, risk mark), or "". */
export function role(line, riskMark) {
  if (PRICE.test(line)) return "price";
  return line.includes(riskMark) && line.includes("·") ? "source" : "";
}
