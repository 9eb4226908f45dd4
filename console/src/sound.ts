// SPDX-License-Identifier: Apache-2.0
// The sound of alarms, made by WebAudio: no file, no network. Browsers allow sound only
// after somebody has touched the page; until then the page says that its sound is off.

export interface Tone {
  at_s: number;
  length_s: number;
  hz: number;
  gain: number;
}

export interface Pattern {
  tones: readonly Tone[];
  /** Length of one round; it is repeated until nobody wants it any more. */
  round_s: number;
}

export type SoundName = 'take-cover' | 'approach' | 'attention' | 'no-connection';

/** Two high tones alternating fast: cannot be taken for anything else here. */
const takeCover: Tone[] = [];
for (let i = 0; i < 6; i++)
  takeCover.push({ at_s: i * 0.18, length_s: 0.16, hz: i % 2 === 0 ? 880 : 1320, gain: 0.5 });

export const PATTERNS: Record<SoundName, Pattern> = {
  'take-cover': { tones: takeCover, round_s: 1.5 },
  approach: {
    tones: [
      { at_s: 0, length_s: 0.2, hz: 660, gain: 0.32 },
      { at_s: 0.3, length_s: 0.2, hz: 660, gain: 0.32 },
    ],
    round_s: 4,
  },
  attention: { tones: [{ at_s: 0, length_s: 0.35, hz: 440, gain: 0.25 }], round_s: 15 },
  'no-connection': {
    tones: [
      { at_s: 0, length_s: 0.25, hz: 520, gain: 0.3 },
      { at_s: 0.28, length_s: 0.4, hz: 390, gain: 0.3 },
    ],
    round_s: 6,
  },
};

export class Sounder {
  #context: AudioContext | null = null;
  #wanted: SoundName | null = null;
  #playing: SoundName | null = null;
  #next_s = 0;
  muted = false;

  constructor() {
    /* Kiosk browsers may be set to allow sound at once. */
    this.unlock();
    for (const gesture of ['pointerdown', 'keydown'])
      document.addEventListener(gesture, () => this.unlock(), { capture: true });
    window.setInterval(() => this.#fill(), 100);
  }

  /** Whether a sound would be heard now. */
  get on(): boolean {
    return !this.muted && this.#context?.state === 'running';
  }

  get wanted(): SoundName | null {
    return this.#wanted;
  }

  unlock(): void {
    if (typeof AudioContext === 'undefined') return;
    this.#context ??= new AudioContext();
    if (this.#context.state === 'suspended') void this.#context.resume().catch(() => undefined);
  }

  want(name: SoundName | null): void {
    this.#wanted = name;
    this.#fill();
  }

  /* Schedules a little ahead, so that rounds follow each other exactly. */
  #fill(): void {
    const context = this.#context;
    if (context === null || !this.on || this.#wanted === null) {
      this.#playing = null;
      return;
    }
    if (this.#playing !== this.#wanted) {
      this.#playing = this.#wanted;
      this.#next_s = context.currentTime + 0.05;
    }
    if (this.#next_s > context.currentTime + 0.3) return;
    const pattern = PATTERNS[this.#playing];
    for (const tone of pattern.tones) this.#play(context, this.#next_s + tone.at_s, tone);
    this.#next_s = Math.max(this.#next_s, context.currentTime) + pattern.round_s;
  }

  #play(context: AudioContext, start_s: number, tone: Tone): void {
    const voice = context.createOscillator();
    const gain = context.createGain();
    const end_s = start_s + tone.length_s;
    voice.type = 'triangle';
    voice.frequency.value = tone.hz;
    gain.gain.setValueAtTime(0, start_s);
    gain.gain.linearRampToValueAtTime(tone.gain, start_s + 0.012);
    gain.gain.setValueAtTime(tone.gain, end_s - 0.03);
    gain.gain.linearRampToValueAtTime(0, end_s);
    voice.connect(gain).connect(context.destination);
    voice.start(start_s);
    voice.stop(end_s + 0.02);
  }
}
