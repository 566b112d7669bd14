import type { NearbyRoom } from '../../src-shared/host/nearby.ts';
import type { KeyLook } from '../../src-shared/invite/key-look.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import { nameKeyOf } from '../../src-shared/text/names.ts';
import { lookOfKey } from '../net/look-of-key.ts';
import type { AppContext, Handlers } from './requests.ts';

/** As many as can be shown, and those of before. */
const maxLooksKept = 200;

/** The rooms of the same networks. */
export function nearbyRequests({
  memberships,
  settings,
}: AppContext): Pick<Handlers, 'nearby/look'> {
  const looks = keptLooks();
  return {
    'nearby/look': async () => {
      const { nearby } = memberships.options;
      const isOff = !settings.current.nearby || !nearby;
      if (isOff) {
        await nearby?.rooms.rest();
        return done({ rooms: [], hidden: 0, isOff });
      }
      const { rooms, hidden, problem } = nearby.rooms.look();
      const known = memberships.list().map(({ client, hosting }) => ({
        name: client.record.name,
        pin: hosting?.pin ?? client.record.pin,
        isOwn: client.record.hosted,
      }));
      // Whoever hosts a room does not look for it.
      const own = new Set(known.flatMap(({ pin, isOwn }) => (isOwn ? [pin] : [])));
      const others = rooms.filter(({ pin }) => !own.has(pin));
      const pinsByName = pinsOfNames([...others, ...known]);
      const shown = others.map(async (room): Promise<NearbyRoom> => {
        // Of keys that nobody has shown there may be new ones every second, and each costs 70 ms.
        const isThere = room.state === 'there';
        const isAlike = isThere && (pinsByName.get(nameKeyOf(room.name))?.size ?? 0) > 1;
        return isAlike ? { ...room, alike: await looks(room.pin) } : room;
      });
      return done({ rooms: await Promise.all(shown), hidden, isOff, problem });
    },
  };
}

/** The keys that go by names which a reader takes for one. */
function pinsOfNames(
  rooms: readonly { name: string; pin?: Pin | undefined }[],
): Map<string, Set<Pin>> {
  const pinsByName = new Map<string, Set<Pin>>();
  for (const { name, pin } of rooms) {
    if (pin === undefined) continue;
    const key = nameKeyOf(name);
    pinsByName.set(key, (pinsByName.get(key) ?? new Set()).add(pin));
  }
  return pinsByName;
}

/** Each is made once: that takes 70 ms. */
function keptLooks(): (pin: Pin) => Promise<KeyLook> {
  const kept = new Map<Pin, Promise<KeyLook>>();
  return (pin) => {
    const made = kept.get(pin) ?? lookOfKey(pin);
    if (kept.size >= maxLooksKept) kept.clear();
    kept.set(pin, made);
    return made;
  };
}
