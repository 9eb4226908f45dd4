// SPDX-License-Identifier: Apache-2.0
// Which sound is wanted: the gravest reason alone, since sounds on top of each other say
// nothing.

import { isUnacknowledged, type Alarm } from './model';
import type { SoundName } from './sound';

export function chooseSound(alarms: Iterable<Alarm>, noConnection: boolean): SoundName | null {
  let wanted: SoundName | null = noConnection ? 'no-connection' : null;
  for (const alarm of alarms) {
    if (!isUnacknowledged(alarm)) continue;
    if (alarm.kind === 'take-cover') return 'take-cover';
    if (alarm.kind === 'approach' && alarm.state === 'unacknowledged') wanted = 'approach';
    else wanted ??= 'attention';
  }
  return wanted;
}
