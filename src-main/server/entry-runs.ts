import { encodeEntry } from '../../src-shared/protocol/encode-frame.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
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

/** A run as it goes out, each part encoded once for everybody. */
export function* encodeRun(run: EntryRun): Generator<Delivery> {
  let lines = '';
  let start = 0;
  for (const [place, entry] of run.entries()) {
    lines += encodeEntry(entry);
    if (lines.length < maxDeliveryCharacters && place < run.length - 1) continue;
    const entries = run.slice(start, place + 1);
    yield { conversation: entry.in, entries, bytes: Buffer.from(lines) };
    lines = '';
    start = place + 1;
  }
}

function changesHearers({ type }: Entry): boolean {
  return type === 'added' || type === 'removed' || type === 'topic-made';
}
