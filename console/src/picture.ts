// SPDX-License-Identifier: Apache-2.0
// Everything that is known, put together from messages. No drawing here.

import { EventClock } from './clock';
import { ZoneWatch, type ZoneOutlook } from './countdown';
import type { Alarm, Message, Mode, Site, Status, Track } from './model';
import { fearedThreats, keepsInCover } from './model';
import { Trails } from './trail';

export interface Change {
  alarm: Alarm;
  from: string;
  at_ms: number;
}

const JOURNAL_MAX = 40;

export class Picture {
  site: Site | null = null;
  tracks: Track[] = [];
  alarms = new Map<string, Alarm>();
  status: Status | null = null;
  /** Alarm changes since this page was opened, newest first. */
  journal: Change[] = [];
  readonly clock: EventClock;
  readonly trails = new Trails();
  readonly #zones = new ZoneWatch();
  #tracks_ms = 0;

  constructor(clock = new EventClock()) {
    this.clock = clock;
  }

  apply(message: Message): void {
    this.clock.heard(message.time);
    const at_ms = Date.parse(message.time);
    switch (message.type) {
      case 'state':
        this.site = message.site;
        this.alarms = new Map(message.alarms.map((alarm) => [alarm.id, alarm]));
        this.status = message.status;
        this.#picture(message.tracks, at_ms);
        break;
      case 'tracks':
        this.#picture(message.tracks, at_ms);
        break;
      case 'alarm':
        this.journal.unshift({
          alarm: message.alarm,
          from: this.alarms.get(message.alarm.id)?.state ?? 'normal',
          at_ms,
        });
        this.journal.length = Math.min(this.journal.length, JOURNAL_MAX);
        this.alarms.set(message.alarm.id, message.alarm);
        break;
      case 'status':
        this.status = message.status;
        break;
    }
  }

  get mode(): Mode | null {
    return this.status?.mode ?? null;
  }

  /** Seconds since the picture was true. */
  get picture_s(): number {
    return this.clock.known ? Math.max(0, this.clock.ms - this.#tracks_ms) / 1000 : 0;
  }

  /** How old what is known of a track is now, also while nothing comes in. */
  age_s(track: Track): number {
    return track.age_s + this.picture_s;
  }

  outlooks(): ZoneOutlook[] {
    const now_ms = this.clock.ms;
    return (this.site?.zones ?? []).map((zone) =>
      this.#zones.outlook(zone, this.alarms.values(), now_ms),
    );
  }

  /** 'cover' or 'approach' for tracks that an alarm rests on or that threaten a zone that
   * is warned. */
  danger(track: Track): 'cover' | 'approach' | null {
    let worst: 'approach' | null = null;
    for (const alarm of this.alarms.values()) {
      const covers = keepsInCover(alarm);
      const nears =
        alarm.kind === 'approach' &&
        (alarm.state === 'unacknowledged' || alarm.state === 'acknowledged');
      if (!covers && !nears) continue;
      const concerned =
        alarm.tracks.includes(track.id) ||
        fearedThreats(track).some((threat) => threat.zone === alarm.subject);
      if (!concerned) continue;
      if (covers) return 'cover';
      worst = 'approach';
    }
    return worst;
  }

  #picture(tracks: Track[], at_ms: number): void {
    this.tracks = tracks;
    this.#tracks_ms = at_ms;
    this.trails.picture(tracks, at_ms);
    if (this.site !== null) this.#zones.picture(this.site.zones, tracks, at_ms);
  }
}
