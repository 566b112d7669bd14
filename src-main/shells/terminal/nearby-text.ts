import { filled } from '../../../src-shared/text/filled.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { nearby as en } from '../../../src-shared/translations/en/nearby.ts';
import { nearby as tr } from '../../../src-shared/translations/tr/nearby.ts';
import type { FoundNearby } from '../../app/find-nearby.ts';
import { toJsonLine } from './json-voice.ts';
import { terminalWords } from './terminal-words.ts';

const words = { en, tr };

/** The rooms of the same network, a line each, or why there is none. */
export function nearbyText(
  { rooms, problem }: FoundNearby,
  { language, json }: { language: Language; json: boolean },
): string {
  if (json) return rooms.map(asJson).join('\n');
  if (rooms.length > 0) return rooms.map((room) => asLine(room, language)).join('\n');
  return problem ? words[language][`problem_${problem}`] : terminalWords(language).nobodyNearby;
}

type Found = FoundNearby['rooms'][number];

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
