import type { HostLogEvent, HostLogLine } from '../../src-shared/host/host-log.ts';
import { foldText } from '../../src-shared/text/fold.ts';

export const logKinds = [
  'room',
  'connections',
  'presence',
  'messages',
  'groups',
  'privates',
  'refusals',
] as const;
type LogKind = (typeof logKinds)[number];

const kinds: Record<Exclude<HostLogEvent, 'entry'>, LogKind> = {
  'socket-created': 'room',
  bound: 'room',
  ready: 'room',
  closed: 'room',
  'datagrams-ready': 'room',
  'datagrams-unavailable': 'room',
  'disk-full': 'room',
  'disk-free': 'room',
  'index-rebuilt': 'room',
  'rows-damaged': 'room',
  'plain-switched-on': 'room',
  'plain-switched-off': 'room',
  'texts-switched-on': 'room',
  'texts-switched-off': 'room',
  connected: 'connections',
  disconnected: 'connections',
  registered: 'presence',
  'signed-in': 'presence',
  'guest-entered': 'presence',
  resumed: 'presence',
  'password-set': 'presence',
  'password-removed': 'presence',
  left: 'presence',
  lost: 'presence',
  'went-silent': 'presence',
  'went-away': 'presence',
  'came-back': 'presence',
  message: 'messages',
  'private-asked': 'privates',
  'private-started': 'privates',
  'private-ended': 'privates',
  refused: 'refusals',
};

function kindOf({ event, to }: HostLogLine): LogKind {
  if (event === 'entry') return to === 'group' ? 'groups' : 'messages';
  return kinds[event];
}

export type LogFilter = {
  /** A name as it stands in the log; everybody if empty. */
  person: string;
  kind: LogKind | 'all';
  /** Any part of what the line says, in any case. */
  text: string;
};

/** The lines that are wanted; `say` gives a line's words. */
export function filterLog<L extends HostLogLine>(
  lines: readonly L[],
  { person, kind, text }: LogFilter,
  say: (line: L) => string,
): readonly L[] {
  const wanted = foldText(text.trim());
  return lines.filter((line) => {
    if (person !== '' && line.name !== person && line.other !== person) return false;
    if (kind !== 'all' && kindOf(line) !== kind) return false;
    return wanted === '' || foldText(say(line)).includes(wanted);
  });
}

/** Everybody whom the log names, by the alphabet of the language. */
export function peopleOf(lines: readonly HostLogLine[], language: string): string[] {
  const names = new Set<string>();
  for (const { name, other } of lines) {
    if (name) names.add(name);
    if (other) names.add(other);
  }
  return [...names].toSorted((one, next) => one.localeCompare(next, language));
}
