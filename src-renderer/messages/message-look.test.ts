import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { Said } from '../../src-shared/protocol/said.ts';
import { ali, message, now, outboxItem, self } from '../bridge/testing/sample-room.ts';
import { messageLook } from './message-look.ts';

const thumb = '\u{1f44d}';
const target = 1;
const said = message(target, { text: 'first', at: now });
const waiting = (what: Said, state: OutboxItem['state'] = { is: 'sending' }) =>
  outboxItem(what.type, { said: what, state });

describe('how a message looks', () => {
  it('what is on its way shows at once', () => {
    const edit = waiting({ type: 'edit-message', target, text: 'second' });
    const react = waiting({ type: 'add-reaction', target, emoji: thumb });
    expect(messageLook(said, { pending: [edit, react] }, self)).toMatchObject({
      text: 'second',
      editedAt: now,
      isChanging: true,
      reactions: [{ emoji: thumb, count: 1, isOwn: true, by: [self] }],
    });
    const gone = messageLook(
      said,
      { pending: [waiting({ type: 'delete-message', target })] },
      self,
    );
    expect(gone.deleted).toEqual({ by: self });
  });

  it('one’s own reaction joins those of others and leaves them', () => {
    const marks = { seq: target, reactions: [{ emoji: thumb, count: 1, isOwn: false, by: [ali] }] };
    const add = waiting({ type: 'add-reaction', target, emoji: thumb });
    const remove = waiting({ type: 'remove-reaction', target, emoji: thumb });
    expect(messageLook(said, { marks, pending: [add] }, self).reactions).toEqual([
      { emoji: thumb, count: 2, isOwn: true, by: [ali, self] },
    ]);
    expect(messageLook(said, { marks, pending: [add, remove] }, self).reactions).toEqual(
      marks.reactions,
    );
  });

  it('what could not be done is told, and not shown as done', () => {
    const refusal = { code: 'not-your-message' } as const;
    const failed = waiting({ type: 'delete-message', target }, { is: 'failed', refusal });
    expect(messageLook(said, { pending: [failed] }, self)).toMatchObject({
      text: 'first',
      deleted: undefined,
      isChanging: false,
      failed: { state: { refusal } },
    });
  });

  it('an empty text is that of a deleted message, whoever did it', () => {
    expect(messageLook({ ...said, text: '' }, {}, self).deleted).toEqual({ by: undefined });
  });
});
