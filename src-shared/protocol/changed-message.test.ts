import { expect, test } from 'vitest';
import { changedMessage, refuseChange } from './changed-message.ts';
import type { ChangeDraft } from './entries.ts';
import { everyone, type AccountId, type Cid } from './ids.ts';
import { limits } from './limits.ts';

const ali = 'ali0000000' as AccountId;
const veli = 'veli000000' as AccountId;
const said = { from: ali, at: 1, text: 'one' };
const head = { in: everyone, cid: 'cid0000000000000' as Cid, at: 2, target: 1 };
const pin = (by: AccountId): ChangeDraft => ({ ...head, type: 'message-pinned', by });
const unpin: ChangeDraft = { ...head, type: 'message-unpinned', by: veli };
const reaction: ChangeDraft = { ...head, type: 'reaction-added', by: ali, emoji: '\u{1f44d}' };

test('who pinned it first is who pinned it, until it is taken down', () => {
  expect(changedMessage(said, [pin(ali), pin(veli)]).pinned).toEqual({ by: ali, at: 2 });
  expect(changedMessage(said, [pin(ali), unpin]).pinned).toBeUndefined();
  expect(changedMessage(said, [pin(ali), unpin, pin(veli)]).pinned).toEqual({ by: veli, at: 2 });
});

test('one that was changed too often can still be taken down, once', () => {
  const changes = Array.from({ length: limits.changesPerMessage - 1 }, () => reaction);
  const pinned = changedMessage(said, [pin(ali), ...changes]);
  expect(refuseChange(reaction, pinned)).toBe('too-many-changes');
  expect(refuseChange(unpin, pinned)).toBeUndefined();
  const down = changedMessage(said, [pin(ali), ...changes, unpin]);
  expect(down.pinned).toBeUndefined();
  expect(refuseChange(unpin, down)).toBe('too-many-changes');
  expect(refuseChange(pin(ali), down)).toBe('too-many-changes');
});
