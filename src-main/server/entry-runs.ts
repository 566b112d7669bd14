import { encodeListed } from '../../src-shared/protocol/encode-frame.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { listedJson, partsOf } from '../../src-shared/protocol/entry-parts.ts';
import type { ListedEntry } from '../../src-shared/protocol/entry-parts.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Delivery } from './session-port.ts';

/** What one batch brought to one conversation, at least one entry: the same sessions hear all of it. */
export type EntryRun = [Entry, ...Entry[]];

/** A turn that brings more is delivered in parts, so that a send queue's limit is looked at between. */
const maxDeliveryCharacters = 64 * 1024;

/** Runs as long as can be, each conversation in order: one delivery costs about as much as ten entries in it. */
export function runsOf(entries: readonly Entry[]): EntryRun[] {
  const runs: EntryRun[] = [];
  const openByConversation = new Map<ConversationId, EntryRun>();
  for (const entry of entries) {
    const isChange = changesHearers(entry);
    const open = isChange ? undefined : openByConversation.get(entry.in);
    if (open) {
      open.push(entry);
      continue;
    }
    const run: EntryRun = [entry];
    runs.push(run);
    if (isChange) openByConversation.delete(entry.in);
    else openByConversation.set(entry.in, run);
  }
  return runs;
}

/** The oldest message of which an edit in it says what it says now. */
export function oldestEdited(run: EntryRun): number | undefined {
  const edited = run.flatMap((entry) => (entry.type === 'message-edited' ? [entry.target] : []));
  return edited.length > 0 ? Math.min(...edited) : undefined;
}

/** The run for who reads from this number on: of what edits make of older messages nothing is left. */
export function withoutHidden([first, ...others]: EntryRun, from: number): EntryRun {
  const shown = (entry: Entry): Entry => {
    if (entry.type !== 'message-edited' || entry.target >= from) return entry;
    const { mentions: _, ...rest } = entry;
    return { ...rest, text: '' };
  };
  return [shown(first), ...others.map(shown)];
}

/** A part of a run as it goes out: encoded once for all who hear it, but those who wrote some of it. */
export type EncodedPart = {
  delivery: Delivery;
  writers: ReadonlySet<AccountId>;
  /** The same with the cids of what this one wrote. */
  deliveryTo(writer: AccountId): Delivery;
};

/** In order; one unless the run is long. */
export function* encodeRun(run: EntryRun): Generator<EncodedPart> {
  let part: ListedEntry[] = [];
  let listed: string[] = [];
  let characters = 0;
  for (const [place, entry] of run.entries()) {
    const each = { parts: partsOf(entry), place: entry };
    const json = listedJson(each, part.at(-1), 'nobody');
    part.push(each);
    listed.push(json);
    characters += json.length;
    const isFull = characters >= maxDeliveryCharacters || part.length >= limits.maxHistoryPage;
    if (!isFull && place < run.length - 1) continue;
    const entries = run.slice(place + 1 - part.length, place + 1);
    yield encodedPart({ conversation: entry.in, entries }, part, listed);
    [part, listed, characters] = [[], [], 0];
  }
}

function encodedPart(
  what: Omit<Delivery, 'bytes' | 'urgency'>,
  part: readonly ListedEntry[],
  listed: readonly string[],
): EncodedPart {
  const isComing = what.entries.every(({ type }) => type === 'joined' || type === 'left');
  const urgency = isComing ? 'later' : 'now';
  // Put into bytes when somebody of Oda's own protocol hears it: whoever else does needs none.
  const delivery = (list: () => readonly string[]): Delivery => {
    let bytes: Uint8Array | undefined;
    return {
      ...what,
      urgency,
      get bytes() {
        return (bytes ??= Buffer.from(encodeListed(list())));
      },
    };
  };
  const whose = ({ parts: { who, cid } }: ListedEntry): AccountId | undefined =>
    cid === undefined ? undefined : who.account;
  return {
    delivery: delivery(() => listed),
    writers: new Set(part.flatMap((each) => whose(each) ?? [])),
    deliveryTo: (writer) =>
      delivery(() =>
        part.map((each, place) =>
          whose(each) === writer
            ? listedJson(each, part[place - 1], writer)
            : (listed[place] ?? ''),
        ),
      ),
  };
}

function changesHearers({ type }: Entry): boolean {
  return type === 'added' || type === 'removed' || type === 'topic-made';
}
