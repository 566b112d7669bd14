import type { TFunction } from 'i18next';
import { isTopic } from '../../src-shared/protocol/ids.ts';
import { entrySentence, type EntryTold } from '../../src-shared/sentences/entry-sentence.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { Format } from '../i18n/format.ts';
import type { PresenceEntry } from './timeline-rows.ts';

export type NamedPresence = { entry: PresenceEntry; told: EntryTold };

type Words = { t: TFunction; format: Format };

/** What is said in one part of the line: one thing that one person did, or that several people did. */
type Deed =
  | { is: 'joined' | 'left' | 'lost' }
  /** `group` if it got its name at once, `members` if others came in with it. */
  | { is: 'made'; by: string; group?: string; members?: Set<string> }
  | { is: 'added' | 'removed'; by: string }
  | { is: 'renamed'; by: string; to: string }
  | { is: 'changed'; by: string; readOnly: boolean }
  | { is: 'other'; sentence: string };

/** Who comes in within this time of its beginning began with the group. */
const atOnceMs = 60_000;
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
    const isAtOnce = one.entry.at - (named[0]?.entry.at ?? 0) < atOnceMs;
    if (last?.is === 'made' && belongsToBeginning(last, deed, isAtOnce)) {
      if (deed.is === 'renamed') last.group = deed.to;
      else last.members = new Set([...(last.members ?? []), who]);
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

/** Whether the line leaves something to tell one by one: names that it does not say, or times. */
export function hidesEach(entries: readonly PresenceEntry[]): boolean {
  const [first] = entries;
  if (entries.some(({ at }) => at !== first?.at)) return true;
  const came = entries.flatMap((entry) => ('account' in entry ? [entry.account] : []));
  // Whoever made a group is said apart.
  const others = came.filter((account) => first?.type !== 'added' || account !== first.by);
  return new Set(others).size > namesSaid + 1;
}

/** Its name, and those who came in with it. */
function belongsToBeginning(made: Deed & { is: 'made' }, deed: Deed, isAtOnce: boolean): boolean {
  if (deed.is === 'renamed') return deed.by === made.by && made.group === undefined;
  return deed.is === 'added' && deed.by === made.by && isAtOnce;
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
      if (entry.by !== entry.account) return { is: 'added', by };
      return isTopic(entry.in) ? { is: 'joined' } : { is: 'made', by };
    case 'removed':
      return entry.by === entry.account ? { is: 'left' } : { is: 'removed', by };
    case 'renamed':
      if (isTopic(entry.in)) return { is: 'other', sentence: entrySentence(told, language) };
      return { is: 'renamed', by, to: entry.name };
    case 'group-changed':
      return { is: 'changed', by, readOnly: entry.readOnly };
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
      return madeText(deed, { t, format });
    case 'added':
      return t('groups.addedRow', { by: deed.by, names });
    case 'removed':
      return t('groups.removedRow', { by: deed.by, names });
    case 'renamed':
      return t('groups.renamedRow', { by: deed.by, name: deed.to });
    case 'changed':
      return t(deed.readOnly ? 'groups.readOnlyRow' : 'groups.openedRow', { by: deed.by });
    case 'other':
      return deed.sentence;
  }
}

/** In one sentence, whoever came in at once. */
function madeText({ by: name, group, members }: Deed & { is: 'made' }, words: Words): string {
  const { t } = words;
  if (members) {
    const names = sayNames([...members], words);
    return group === undefined
      ? t('groups.madeWithRow', { name, names })
      : t('groups.madeNamedWithRow', { name, group, names });
  }
  return group === undefined
    ? t('groups.madeRow', { name })
    : t('groups.madeNamedRow', { name, group });
}

function sayNames(names: string[], { t, format }: Words): string {
  if (names.length <= namesSaid + 1) return format.list(names);
  const more = t('timeline.more', { count: names.length - namesSaid });
  return format.list([...names.slice(0, namesSaid), more]);
}
