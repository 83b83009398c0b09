/** Days and times as Shanghai counts them, wherever the reader is. */

import { fill, words } from "./words.js";

const SHANGHAI = 8 * 3600 * 1000;

/** This moment as the server writes times. */
export function now() {
  return `${new Date(Date.now() + SHANGHAI).toISOString().slice(0, 19)}+08:00`;
}

export function dayOf(at) {
  return at.slice(0, 10);
}

/** "今天", "昨天" or the date in full. */
export function labelOf(day) {
  if (day === dayOf(now())) return words.log.today;
  const yesterday = new Date(Date.now() + SHANGHAI - 24 * 3600 * 1000).toISOString().slice(0, 10);
  if (day === yesterday) return words.log.yesterday;
  const [year, month, date] = day.split("-").map(Number);
  return fill(words.log.date, { year, month, day: date });
}
