import type { Entry, EntryOf, MessageEntry } from '../protocol/entries.ts';
import type { AccountId, ConversationId } from '../protocol/ids.ts';
import { isTopic } from '../protocol/ids.ts';
import type { KeepThere } from '../protocol/retention.ts';
import { filled } from '../text/filled.ts';
import { durationText } from './duration-text.ts';
import type { Language } from '../translations/catalogue.ts';
import { entries as en } from '../translations/en/entries.ts';
import { entries as tr } from '../translations/tr/entries.ts';

/** That what a rule does not keep is gone is told to nobody: there is nothing to see. */
export type OtherEntry = Exclude<Entry, MessageEntry | EntryOf<'expired'>>;

/** What an entry tells, with the names of those in it. */
export type EntryTold = {
  /**
   * Its type; `_hidden` behind it if what it says may not be read, `_own` if somebody did it to nobody else, `_topic` if groups have it too, `_readOnly` if a group
   * became that, `_days`, `_messages` or `_room` of what is kept.
   */
  kind: string;
  /**
   * `by` did it to `account`, in the group `group`; `name` is who came or went, or the new name; `text` what a message
   * says now, `emoji` how somebody reacted.
   */
  values: Readonly<Record<string, string>>;
  /** What is kept from here on. */
  keep?: KeepThere | undefined;
};

export type EntryNames = {
  nameOf(account: AccountId): string;
  /** Undefined if the name is not known, or not to be told. */
  groupName(conversation: ConversationId): string | undefined;
  /** The message that is changed; undefined if it is not known, may not be read, or stands beside the sentence. */
  meant?: MeantHere | undefined;
};

/** `quote`: its beginning; `time`: when `author` said it. */
type MeantHere = { author: string; quote: string; time: string };

const words = { en, tr } satisfies Record<Language, Record<OtherEntry['type'], string>>;

export function tellEntry(entry: OtherEntry, names: EntryNames): EntryTold {
  const values: Record<string, string> = {};
  const group = names.groupName(entry.in);
  if (group !== undefined) values['group'] = group;
  if ('by' in entry) values['by'] = names.nameOf(entry.by);
  if ('by' in entry && 'account' in entry) values['account'] = names.nameOf(entry.account);
  if ('name' in entry) values['name'] = entry.name;
  else if (!('by' in entry)) values['name'] = names.nameOf(entry.account);
  if ('text' in entry) values['text'] = entry.text;
  if ('about' in entry) values['about'] = entry.about;
  if ('emoji' in entry) values['emoji'] = entry.emoji;
  if (names.meant && 'target' in entry) Object.assign(values, meantValues(entry, names.meant));
  const kept = entry.type === 'retention-changed' ? { keep: entry.keep } : {};
  return { kind: kindOf(entry), values, ...kept };
}

/** What is deleted is not said once more. */
function meantValues(entry: OtherEntry, { quote, ...rest }: MeantHere): Record<string, string> {
  return entry.type === 'message-deleted' ? rest : { ...rest, quote };
}

/** What groups and topics have both. */
const commonKinds: ReadonlySet<string> = new Set(['added', 'removed', 'renamed']);

function kindOf(entry: OtherEntry): string {
  if (entry.type === 'described') return entry.about === '' ? 'described_empty' : entry.type;
  if (entry.type === 'message-edited' && entry.text === '') return `${entry.type}_hidden`;
  const isOwn = 'by' in entry && 'account' in entry && entry.by === entry.account;
  if (entry.type === 'group-changed' && entry.readOnly) return `${entry.type}_readOnly`;
  if (entry.type === 'retention-changed') return `${entry.type}${keepEnding(entry.keep)}`;
  const kind = isOwn ? `${entry.type}_own` : entry.type;
  return isTopic(entry.in) && commonKinds.has(entry.type) ? `${kind}_topic` : kind;
}

/** What stands behind the key of a sentence about what is kept. */
export function keepEnding(keep: KeepThere): '' | '_days' | '_messages' | '_room' {
  if (keep === 'all') return '';
  if (keep === 'as-room') return '_room';
  return 'days' in keep ? '_days' : '_messages';
}

/** As a sentence has it in its place. */
export function keptAmount(keep: KeepThere, language: Language): string {
  if (typeof keep === 'string') return '';
  if ('days' in keep) return durationText(keep.days * 24 * 60 * 60_000, language);
  return new Intl.NumberFormat(language).format(keep.messages);
}

/** One sentence, for all who are told of entries one by one; a kind without words is said by its name. */
export function entrySentence({ kind, values, keep }: EntryTold, language: Language): string {
  const texts: Readonly<Record<string, string>> = words[language];
  const named = 'group' in values ? texts[`${kind}_named`] : undefined;
  const meant = 'author' in values ? texts[`${kind}_meant`] : undefined;
  const text = named ?? meant ?? texts[kind];
  if (text !== undefined)
    return filled(text, keep ? { ...values, kept: keptAmount(keep, language) } : values);
  const { by, name, account } = values;
  return [`${by ?? name}: ${kind}`, by && account].filter(Boolean).join(' ');
}
