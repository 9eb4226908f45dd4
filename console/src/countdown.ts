// SPDX-License-Identifier: Apache-2.0
// Seconds left for each zone, and what its people should be doing. Counted in event time.

import {
  fearedThreats,
  isActive,
  isLatched,
  isUnacknowledged,
  type Alarm,
  type Track,
  type Zone,
} from './model';

export type ZoneLevel = 'quiet' | 'approach' | 'stay' | 'cover';

export interface ZoneOutlook {
  zone: Zone;
  level: ZoneLevel;
  /** Seconds to the earliest entry; negative: it was due so long ago; null: not known. */
  left_s: number | null;
  /** False when no track that is seen now says so: the last estimate is counted on. */
  fresh: boolean;
  /** The alarm that puts the zone at this level. */
  alarm: Alarm | null;
  unacknowledged: boolean;
}

/** Estimates that wander by less than this do not move a running countdown. */
const HOLD_MS = 700;
/** A threat that has not been repeated for so long no longer steers the countdown. */
const FRESH_MS = 2_500;

/** The moment at which something is expected, held steady against small changes. */
export class Countdown {
  #due_ms: number | null = null;
  #told_ms = Number.NEGATIVE_INFINITY;

  tell(due_ms: number, now_ms: number): void {
    this.#told_ms = now_ms;
    if (this.#due_ms === null || Math.abs(due_ms - this.#due_ms) > HOLD_MS)
      this.#due_ms = due_ms;
  }

  forget(): void {
    this.#due_ms = null;
    this.#told_ms = Number.NEGATIVE_INFINITY;
  }

  left_s(now_ms: number): number | null {
    return this.#due_ms === null ? null : (this.#due_ms - now_ms) / 1000;
  }

  fresh(now_ms: number): boolean {
    return now_ms - this.#told_ms <= FRESH_MS;
  }
}

/** The earliest arrival at a zone of what is to be feared and seen now. */
export function earliest_s(tracks: Iterable<Track>, zone: string): number | null {
  let least: number | null = null;
  for (const track of tracks) {
    for (const threat of fearedThreats(track))
      if (threat.zone === zone && threat.eta_s !== null)
        if (least === null || threat.eta_s < least) least = threat.eta_s;
  }
  return least;
}

export class ZoneWatch {
  #countdowns = new Map<string, Countdown>();
  #occurrence = new Map<string, string>();

  /** A new picture, of event time at_ms. */
  picture(zones: readonly Zone[], tracks: readonly Track[], at_ms: number): void {
    for (const zone of zones) {
      const eta_s = earliest_s(tracks, zone.id);
      if (eta_s !== null) this.#of(zone.id).tell(at_ms + eta_s * 1000, at_ms);
    }
  }

  /** What holds for a zone at event time now_ms. */
  outlook(zone: Zone, alarms: Iterable<Alarm>, now_ms: number): ZoneOutlook {
    let cover: Alarm | null = null;
    let approach: Alarm | null = null;
    for (const alarm of alarms) {
      if (alarm.subject !== zone.id) continue;
      if (alarm.kind === 'take-cover') cover = alarm;
      if (alarm.kind === 'approach') approach = alarm;
    }
    if (cover !== null && isActive(cover)) return this.#running(zone, 'cover', cover, now_ms);
    if (cover !== null && isLatched(cover)) {
      this.#of(zone.id).forget();
      return {
        zone,
        level: 'stay',
        left_s: null,
        fresh: false,
        alarm: cover,
        unacknowledged: isUnacknowledged(cover),
      };
    }
    if (approach !== null && isActive(approach))
      return this.#running(zone, 'approach', approach, now_ms);
    this.#of(zone.id).forget();
    return {
      zone,
      level: 'quiet',
      left_s: null,
      fresh: false,
      alarm: null,
      unacknowledged: false,
    };
  }

  #running(zone: Zone, level: ZoneLevel, alarm: Alarm, now_ms: number): ZoneOutlook {
    const countdown = this.#of(zone.id);
    const occurrence = `${alarm.id}/${alarm.occurrence}/${alarm.changed_at ?? ''}`;
    if (this.#occurrence.get(zone.id) !== occurrence) {
      /* What the alarm itself says counts from when it was said. */
      this.#occurrence.set(zone.id, occurrence);
      if (alarm.seconds_left !== null && alarm.changed_at !== null && !countdown.fresh(now_ms)) {
        const said_ms = Date.parse(alarm.changed_at);
        countdown.tell(said_ms + alarm.seconds_left * 1000, said_ms);
      }
    }
    return {
      zone,
      level,
      left_s: countdown.left_s(now_ms),
      fresh: countdown.fresh(now_ms),
      alarm,
      unacknowledged: isUnacknowledged(alarm),
    };
  }

  #of(zone: string): Countdown {
    let countdown = this.#countdowns.get(zone);
    if (countdown === undefined) {
      countdown = new Countdown();
      this.#countdowns.set(zone, countdown);
    }
    return countdown;
  }
}
