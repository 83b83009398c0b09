/** A short tone for what is new; off until somebody turns it on, and remembered by the browser. */

import { useState } from "../markup.js";

const KEY = "wenpan.desk.sound";
let context = null;

export function useSound() {
  const [on, setOn] = useState(localStorage.getItem(KEY) === "on");
  const set = (wanted) => {
    localStorage.setItem(KEY, wanted ? "on" : "off");
    setOn(wanted);
    if (wanted) ring();
  };
  return [on, set];
}

export function ring() {
  if (localStorage.getItem(KEY) !== "on") return;
  context ??= new AudioContext();
  const [tone, level] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = 660;
  level.gain.setValueAtTime(0.08, context.currentTime);
  level.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.35);
  tone.connect(level).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.35);
}
