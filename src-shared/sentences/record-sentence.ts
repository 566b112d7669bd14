import { filled } from '../text/filled.ts';
import type { Language } from '../translations/catalogue.ts';
import { record as en } from '../translations/en/record.ts';
import { record as tr } from '../translations/tr/record.ts';
import type { Recorded } from '../protocol/moderation.ts';
import { everyone } from '../protocol/ids.ts';
import type { AccountId, ConversationId } from '../protocol/ids.ts';
import type { RoomChanges } from '../protocol/room-settings.ts';
import { durationText } from './duration-text.ts';
import { entrySentence, keepEnding, keptAmount } from './entry-sentence.ts';

const words = { en, tr };

export type RecordWords = {
  language: Language;
  nameOf: (account: AccountId) => string;
  /** Undefined if it is not known, or not to be told. */
  groupName: (group: ConversationId) => string | undefined;
  /** A moment as people read it where the sentence is shown. */
  timeText: (at: number) => string;
};

/** What the record tells, a sentence for each thing that was changed. */
export function recordSentences(entry: Recorded, how: RecordWords): string[] {
  const texts = words[how.language];
  const by = entry.by === undefined ? texts.host : how.nameOf(entry.by);
  if (entry.act === 'room-changed') return changeSentences(entry.changes ?? {}, by, how.language);
  if (entry.act === 'group-changed') {
    const group = entry.in && how.groupName(entry.in);
    const kind = `group-changed${entry.readOnly === true ? '_readOnly' : ''}`;
    const values = group === undefined ? { by } : { by, group };
    return [entrySentence({ kind, values }, how.language)];
  }
  if (entry.act === 'retention-changed') return [keptSentence(entry, by, how)];
  const { act, account, role = 'member', until, reason } = entry;
  const key = act === 'role-set' ? (`role-set_${role}` as const) : act;
  const timed = `${key}_forNow`;
  const isTimed = until !== undefined && timed in texts;
  const what = filled(isTimed ? texts[timed as keyof typeof texts] : texts[key], {
    by,
    account: account === undefined ? '' : how.nameOf(account),
    until: until === undefined ? '' : how.timeText(until),
  });
  return [reason === undefined ? what : filled(texts.because, { what, reason })];
}

function keptSentence(
  { in: place = everyone, keep = 'all' }: Recorded,
  by: string,
  { language, groupName }: RecordWords,
): string {
  const texts = words[language];
  const text = texts[`retention-changed${keepEnding(keep)}`];
  const what = filled(text, { by, kept: keptAmount(keep, language) });
  const group = place === everyone ? undefined : groupName(place);
  return group === undefined ? what : filled(texts.inGroup, { what, group });
}

function changeSentences(changes: RoomChanges, by: string, language: Language): string[] {
  const texts = words[language];
  const { name, readOnly, forbidden, hasPassword } = changes;
  const said: string[] = [];
  if (name !== undefined) said.push(filled(texts.changed_name, { by, name }));
  if (readOnly !== undefined)
    said.push(filled(readOnly ? texts.changed_readOnly : texts.changed_notReadOnly, { by }));
  said.push(...timeSentences(changes, by, language), ...ofNewcomers(changes, by, language));
  if (hasPassword !== undefined)
    said.push(filled(hasPassword ? texts.changed_password : texts.changed_noPassword, { by }));
  if (forbidden?.length === 0) said.push(filled(texts.changed_nothingForbidden, { by }));
  else if (forbidden) {
    const list = forbidden.map((what) => texts[`forbidden_${what}`]).join(', ');
    said.push(filled(texts.changed_forbidden, { by, list }));
  }
  return said;
}

function ofNewcomers({ newcomersRead }: RoomChanges, by: string, language: Language): string[] {
  if (newcomersRead === undefined) return [];
  const texts = words[language];
  if (newcomersRead === 'all') return [filled(texts.changed_newcomersAll, { by })];
  if (newcomersRead === 0) return [filled(texts.changed_newcomersNone, { by })];
  const wait = durationText(24 * 60 * 60_000 * newcomersRead, language);
  return [filled(texts.changed_newcomersDays, { by, wait })];
}

function timeSentences(
  { slowModeSeconds, editSeconds }: RoomChanges,
  by: string,
  language: Language,
): string[] {
  const texts = words[language];
  const timed = (seconds: number | undefined, { on, off }: { on: string; off: string }) => {
    if (seconds === undefined) return [];
    const wait = durationText(1000 * seconds, language);
    return [filled(seconds === 0 ? off : on, { by, wait })];
  };
  return [
    ...timed(slowModeSeconds, { on: texts.changed_slowMode, off: texts.changed_notSlowMode }),
    ...timed(editSeconds, { on: texts.changed_edits, off: texts.changed_editsForEver }),
  ];
}
