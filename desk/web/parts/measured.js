/** How a figure's value is said: 98.5%, 1分20秒, 12; a dash where there was nothing to count. */

import { fill, words } from "../words.js";

const said = words.measured;

export function value(number, unit) {
  if (number === null || number === undefined) return said.none;
  if (unit === "percent") return `${number.toFixed(1)}%`;
  return unit === "seconds" ? time(number) : String(Math.round(number));
}

/** Times are met from below, shares from above. */
export function target({ target: wanted, unit }) {
  const whole = unit === "percent" ? `${wanted}%` : time(wanted);
  return `${unit === "seconds" ? "≤" : "≥"} ${whole}`;
}

function time(seconds) {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours) return fill(said.hours, { hours, minutes: String(minutes).padStart(2, "0") });
  return minutes ? fill(said.minutes, { minutes, seconds: String(rest).padStart(2, "0") }) : fill(said.seconds, { seconds: rest });
}
