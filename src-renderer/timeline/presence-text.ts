import type { TFunction } from 'i18next';
import { entrySentence, type EntryTold } from '../../src-shared/sentences/entry-sentence.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { Format } from '../i18n/format.ts';
import type { PresenceEntry } from './timeline-rows.ts';

export type NamedPresence = { entry: PresenceEntry; told: EntryTold };

type Words = { t: TFunction; format: Format };

/** What is said in one part of the line: one thing that one person did, or that several people did. */
type Deed =
  | { is: 'joined' | 'left' | 'lost' }
  /** `group` if it got its name at once. */
  | { is: 'made'; by: string; group?: string }
  | { is: 'added' | 'removed'; by: string }
  | { is: 'renamed'; by: string; to: string }
  | { is: 'other'; sentence: string };

/** So many names are said before "and 3 more". */
const namesSaid = 2;
/** Said in this order, and each only once. */
const comingAndGoing = ['joined', 'left', 'lost'] as const;

/** "Ali, Veli and 3 more joined · Can left"; of a group, in its order, "Ayşe added Bora and Can · Bora left" */
export function presenceText(named: readonly NamedPresence[], words: Words): string {
  const parts: { key: string; deed: Deed; names: Set<string> }[] = [];
  for (const one of named) {
    const deed = deedOf(one, words.format.language);
    const { name, by = '', account } = one.told.values;
    const who = isOfGroup(one.entry) ? (account ?? by) : (name ?? '');
    const key = JSON.stringify(deed);
    const told = isOfGroup(one.entry) ? parts.slice(-1) : parts;
    const last = parts.at(-1)?.deed;
    if (last?.is === 'made' && deed.is === 'renamed' && last.by === deed.by && !last.group) {
      last.group = deed.to;
      continue;
    }
    const part = told.find((own) => own.key === key);
    if (part) part.names.add(who);
    else parts.push({ key, deed, names: new Set([who]) });
  }
  const isGroup = named.some(({ entry }) => isOfGroup(entry));
  const ordered = isGroup
    ? parts
    : comingAndGoing.flatMap((is) => parts.filter(({ deed }) => deed.is === is));
  return ordered.map(({ deed, names }) => partText(deed, [...names], words)).join(' · ');
}

function isOfGroup({ type }: PresenceEntry): boolean {
  return type !== 'joined' && type !== 'left';
}

function deedOf({ entry, told }: NamedPresence, language: Language): Deed {
  const { by = '' } = told.values;
  switch (entry.type) {
    case 'joined':
      return { is: 'joined' };
    case 'left':
      return { is: entry.reason };
    case 'added':
      return { is: entry.by === entry.account ? 'made' : 'added', by };
    case 'removed':
      return entry.by === entry.account ? { is: 'left' } : { is: 'removed', by };
    case 'renamed':
      return { is: 'renamed', by, to: entry.name };
    default:
      return { is: 'other', sentence: entrySentence(told, language) };
  }
}

function partText(deed: Deed, all: string[], { t, format }: Words): string {
  const names = sayNames(all, { t, format });
  switch (deed.is) {
    case 'joined':
      return t('timeline.joined', { names });
    case 'left':
      return t('timeline.left', { names });
    case 'lost':
      return t('timeline.lost', { names, count: all.length });
    case 'made':
      return deed.group === undefined
        ? t('groups.madeRow', { name: deed.by })
        : t('groups.madeNamedRow', { name: deed.by, group: deed.group });
    case 'added':
      return t('groups.addedRow', { by: deed.by, names });
    case 'removed':
      return t('groups.removedRow', { by: deed.by, names });
    case 'renamed':
      return t('groups.renamedRow', { by: deed.by, name: deed.to });
    case 'other':
      return deed.sentence;
  }
}

function sayNames(names: string[], { t, format }: Words): string {
  if (names.length <= namesSaid + 1) return format.list(names);
  const more = t('timeline.more', { count: names.length - namesSaid });
  return format.list([...names.slice(0, namesSaid), more]);
}
