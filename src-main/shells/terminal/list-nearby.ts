import type { NearbyRoom } from '../../../src-shared/host/nearby.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { nearby as en } from '../../../src-shared/translations/en/nearby.ts';
import { nearby as tr } from '../../../src-shared/translations/tr/nearby.ts';
import type { Nearby } from '../../net/nearby/create-nearby.ts';
import { toJsonLine } from './json-voice.ts';

/** Questions go out at once and after 1 and 3 seconds; who is there answers in milliseconds, or is tried for 2 seconds. */
const lookForMs = 4000;
const words = { en, tr };

type Listing = { rooms: Nearby['rooms']; clock: Clock; language: Language; json: boolean };

/** The rooms of the same network, a line each, or why there is none; `isHeard`: others could be heard at all. */
export async function listNearby({
  rooms,
  clock,
  language,
  json,
}: Listing): Promise<{ text: string; isHeard: boolean }> {
  rooms.look();
  await new Promise<void>((resolve) => void clock.after(lookForMs, resolve));
  const { rooms: found, problem } = rooms.look();
  await rooms.rest();
  const text = words[language];
  const isHeard = problem === undefined || found.length > 0;
  if (json) return { text: found.map(asJson).join('\n'), isHeard };
  const none = problem === undefined ? text.none : text[`problem_${problem}`];
  const lines = found.map((room) => asLine(room, language));
  return { text: lines.length === 0 ? none : lines.join('\n'), isHeard };
}

type Found = Omit<NearbyRoom, 'alike'>;

function asJson({ name, address, pin: key, people, isInvited: invited, state }: Found): string {
  return toJsonLine({ event: 'nearby', room: name, address, key, people, invited, state });
}

/** What a room says of itself is a stranger's word: it moves no cursor. */
function asLine({ name, address, people, isInvited, state }: Found, language: Language): string {
  const text = words[language];
  const facts = [
    filled(people === 1 ? text.people_one : text.people_other, { count: people }),
    isInvited && text.invited,
    state === 'gone' && text.gone,
  ].filter((fact) => fact !== false);
  return printable(`${name}  ${address}  ${facts.join(', ')}`);
}
