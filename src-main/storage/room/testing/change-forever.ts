import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../../../src-shared/protocol/ids.ts';
import { draftOf } from '../../../../src-shared/protocol/said.ts';
import type { Said } from '../../../../src-shared/protocol/said.ts';
import type { LogDraft } from '../../../room/system-entries.ts';
import { ali, newRoom } from './room-samples.ts';
import { createRoomStore } from './room-stores.ts';

/**
 * Run as a process of its own: `change-forever.ts FOLDER`. Makes a room and says, changes, reacts to, pins, forwards and
 * deletes messages, one after another; a line says what was acknowledged.
 */
const [folder = ''] = process.argv.slice(2);
const store = createRoomStore({ folder, ...newRoom, keptFreeBytes: 0 });
let number = 0;

function draft(what: Said, by: AccountId = ali): LogDraft {
  number += 1;
  const cid = `cid${String(number).padStart(13, '0')}` as Cid;
  return draftOf(what, { in: everyone, cid, at: number, by });
}

async function append(said: LogDraft): Promise<number> {
  const [outcome] = await store.log.append([said]);
  if (outcome?.is !== 'stored') throw new Error(JSON.stringify(outcome));
  const { id, seq } = outcome;
  const gone = said.type === 'message-deleted' ? { gone: said.target } : {};
  process.stdout.write(`${JSON.stringify({ id, type: said.type, ...gone })}\n`);
  return seq;
}

for (;;) {
  const target = await append(draft({ type: 'send-message', text: `first ${number}.` }));
  await append(draft({ type: 'edit-message', target, text: `second ${target}.` }));
  await append(draft({ type: 'add-reaction', target, emoji: '\u{1f44d}' }));
  await append(draft({ type: 'pin-message', target }));
  const forward = { in: everyone, seq: target, from: ali };
  const forwarded = draft({ type: 'send-message', text: `second ${target}.`, forward });
  const copy = await append({ ...forwarded, secret: { source: forward } } as LogDraft);
  await append(draft({ type: 'remove-reaction', target, emoji: '\u{1f44d}' }));
  await append(draft({ type: 'unpin-message', target }));
  await append(draft({ type: 'delete-message', target: copy }));
  if (target % 2 === 1) await append(draft({ type: 'delete-message', target }));
}
