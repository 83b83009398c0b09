/** Days, times and stretches of time, as Shanghai counts them wherever the reader is. */

import { useEffect, useState } from "./markup.js";
import { fill, words } from "./words.js";

const SHANGHAI = 8 * 3600 * 1000;
const DAY = 24 * 3600 * 1000;

export function today() {
  return daysAgo(0);
}

export function daysAgo(days) {
  return new Date(Date.now() + SHANGHAI - days * DAY).toISOString().slice(0, 10);
}

/** "10:32", and "11-20 10:32" where it is another day; `at` as the server writes it. */
export function clock(at) {
  if (!at) return "";
  return at.slice(0, 10) === today() ? at.slice(11, 16) : `${at.slice(5, 10)} ${at.slice(11, 16)}`;
}

/** "今天", "昨天" or the date in full. */
export function dayName(at) {
  const day = at.slice(0, 10);
  if (day === today()) return words.time.today;
  if (day === daysAgo(1)) return words.time.yesterday;
  const [year, month, date] = day.split("-").map(Number);
  return fill(words.time.date, { year, month, day: date });
}

/** Seconds → "0:42", "12:05", "3 小时 07 分". */
export function stretch(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 60) return `${minutes}:${String(rest).padStart(2, "0")}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return fill(words.time.hours, { hours, minutes: String(minutes % 60).padStart(2, "0") });
  return fill(words.time.days, { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** Milliseconds of this page; no clock of any machine is in it. */
export const now = () => performance.now();

/** Render again each second while something on the page counts. */
export function useSeconds(counting = true) {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!counting) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [counting]);
}
