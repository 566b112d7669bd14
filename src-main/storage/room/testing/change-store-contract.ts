import { expect, onTestFinished, test } from 'vitest';
import type { ChangeDraft, EntryDraft } from '../../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId } from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type { Role } from '../../../../src-shared/protocol/roles.ts';
import type { ForwardDraft } from '../../../room/system-entries.ts';
import type { RoomStore } from '../../../room/ports.ts';
import { systemPlace } from '../../../room/system-entries.ts';
import { readPage } from './read-page.ts';
import { added, ali, cem, message, trip, veli, withVeli } from './room-samples.ts';

type Sample = {
  in?: ConversationId;
  by?: AccountId;
  target: number;
  cid?: string;
  text?: string;
  emoji?: string | undefined;
};
let number = 0;

/** Of ali, to everyone, each with a cid of its own. */
export function change(type: ChangeDraft['type'], sample: Sample): ChangeDraft {
  const {
    in: conversation = everyone,
    by = ali,
    target,
    text = 'new',
    emoji = '\u{1f44d}',
  } = sample;
  number += 1;
  const cid = (sample.cid ?? `change${String(number).padStart(10, '0')}`) as Cid;
  const head = { in: conversation, at: 9000, by, cid, target };
  switch (type) {
    case 'message-deleted':
    case 'message-pinned':
    case 'message-unpinned':
      return { type, ...head };
    case 'message-edited':
      return { type, ...head, text };
    default:
      return { type, ...head, emoji };
  }
}

/** What every `RoomStore` makes of entries that change messages (W18). */
export function changeStoreContract(openStore: () => Promise<RoomStore>): void {
  const open = async () => {
    const store = await openStore();
    onTestFinished(() => store.file.close());
    const { log } = store;
    /** What became of each: `stored`, or the code. */
    const append = async (...drafts: (EntryDraft | ForwardDraft)[]) =>
      (await log.append(drafts)).map((each) => (each.is === 'refused' ? each.code : each.is));
    return { log, append };
  };
  rules(open);
  nothingLeft(open);
}

type Opened = {
  log: RoomStore['log'];
  append: (...drafts: (EntryDraft | ForwardDraft)[]) => Promise<string[]>;
};

function rules(open: () => Promise<Opened>): void {
  test('W18 a change names a message that is there, in its own conversation', async () => {
    const { append } = await open();
    await append(message(1), message(2, { in: withVeli }), message(3, { in: withVeli }));
    expect(
      await append(
        change('message-edited', { target: 2 }),
        change('reaction-added', { target: 7 }),
        change('message-deleted', { in: withVeli, target: 3 }),
        change('reaction-added', { target: 1 }),
        // The number of what is no message.
        change('reaction-added', { target: 2 }),
        message(4, { reply: 9 }),
        message(5, { reply: 1 }),
      ),
    ).toEqual([
      'no-such-message',
      'no-such-message',
      'no-such-message',
      'stored',
      'no-such-message',
      'no-such-message',
      'stored',
    ]);
  });

  test('only who wrote a message edits and deletes it, and everybody reacts to it', async () => {
    const { append } = await open();
    await append(message(1));
    expect(
      await append(
        change('message-edited', { by: veli, target: 1 }),
        change('message-deleted', { by: veli, target: 1 }),
        change('reaction-added', { by: veli, target: 1 }),
        change('message-edited', { target: 1 }),
        change('message-deleted', { target: 1 }),
      ),
    ).toEqual(['not-your-message', 'not-your-message', 'stored', 'stored', 'stored']);
  });

  test('a moderator deletes what members wrote, and not what the owner or another moderator did', async () => {
    const { log, append } = await open();
    const made = (account: AccountId, role: Role) => {
      const name = { name: account, nameKey: account };
      const at = { type: 'account-made' as const, in: systemPlace, at: 1, account };
      return { ...at, ...name, hasPassword: false, isGuest: false, role };
    };
    const dora = 'dora000000' as AccountId;
    const people = [made(ali, 'owner'), made(veli, 'moderator'), made(dora, 'moderator')];
    await log.append([...people, made(cem, 'member')]);
    const by = [ali, veli, dora, cem];
    await append(...by.map((from, place) => message(place + 1, { from })));
    const deletion = (who: AccountId, target: number) =>
      change('message-deleted', { by: who, target });
    expect(
      await append(
        ...[1, 3, 4].map((target) => deletion(veli, target)),
        ...[1, 2].map((target) => deletion(cem, target)),
        ...[1, 2, 3].map((target) => deletion(ali, target)),
      ),
    ).toEqual([
      // By a moderator of the owner's, another moderator's and a member's.
      'not-allowed',
      'not-allowed',
      'stored',
      'not-your-message',
      'not-your-message',
      'stored',
      'stored',
      'stored',
    ]);
  });

  test('W18 what was deleted is changed no more, in one batch too', async () => {
    const { append } = await open();
    expect(
      await append(
        message(1),
        change('message-deleted', { target: 1 }),
        change('message-edited', { target: 1 }),
        change('reaction-added', { target: 1 }),
        change('message-deleted', { target: 1 }),
        message(2, { reply: 1 }),
      ),
    ).toEqual(['stored', 'stored', 'message-gone', 'message-gone', 'message-gone', 'stored']);
  });

  test('a message has so many kinds of reactions, one emoji each, and so many edits', async () => {
    const { append } = await open();
    await append(message(1));
    const emojis = Array.from({ length: limits.reactionKinds }, (_, i) =>
      String.fromCodePoint(0x1f600 + i),
    );
    await append(...emojis.map((emoji) => change('reaction-added', { target: 1, emoji })));
    const [first] = emojis;
    expect(
      await append(
        change('reaction-added', { target: 1, emoji: '\u{1f44d}' }),
        change('reaction-added', { target: 1, by: veli, emoji: first }),
        change('reaction-added', { target: 1, emoji: '\u{1f44d}\u{1f44d}' }),
        change('reaction-added', { target: 1, emoji: 'no' }),
        change('reaction-removed', { target: 1, emoji: emojis[1] }),
        change('reaction-added', { target: 1, emoji: '\u{1f44d}' }),
      ),
    ).toEqual(['too-many-reactions', 'stored', 'not-an-emoji', 'not-an-emoji', 'stored', 'stored']);
    const edits = Array.from({ length: limits.editsPerMessage }, () =>
      change('message-edited', { target: 1 }),
    );
    expect(new Set(await append(...edits))).toEqual(new Set(['stored']));
    expect(
      await append(
        change('message-edited', { target: 1 }),
        change('message-deleted', { target: 1 }),
      ),
    ).toEqual(['too-many-changes', 'stored']);
  });

  test('W18 a reaction that is so already is acknowledged and not stored again', async () => {
    const { log, append } = await open();
    await append(message(1));
    const cid = 'firstreaction0001';
    const first = change('reaction-added', { target: 1, cid });
    expect(
      await append(
        change('reaction-removed', { target: 1 }),
        first,
        change('reaction-added', { target: 1 }),
        change('reaction-added', { target: 1, by: veli }),
        first,
        change('reaction-removed', { target: 1, by: cem }),
        change('reaction-removed', { target: 1 }),
        change('reaction-removed', { target: 1 }),
        change('reaction-added', { target: 1 }),
      ),
    ).toEqual([
      'unchanged',
      'stored',
      'unchanged',
      'stored',
      'repeated',
      'unchanged',
      'stored',
      'unchanged',
      'stored',
    ]);
    const { entries } = await readPage(log, { in: everyone, limit: 10 });
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    // What says something else under a name that was given is none of it.
    const other = change('reaction-added', { target: 1, cid, emoji: '\u{1f44e}' });
    expect(await append(other)).toEqual(['cid-used']);
  });

  test('W18 a pin that is so already, whoever has set it, is acknowledged and not stored again', async () => {
    const { log, append } = await open();
    await append(message(1));
    const first = change('message-pinned', { target: 1, cid: 'firstpin00000001' });
    expect(
      await append(
        change('message-unpinned', { target: 1 }),
        first,
        change('message-pinned', { target: 1 }),
        change('message-pinned', { target: 1, by: veli }),
        first,
        change('message-unpinned', { target: 1, by: veli }),
        change('message-unpinned', { target: 1 }),
        change('message-pinned', { target: 1, by: veli }),
        change('message-deleted', { target: 1 }),
        change('message-unpinned', { target: 1 }),
      ),
    ).toEqual([
      'unchanged',
      'stored',
      'unchanged',
      'unchanged',
      'repeated',
      'stored',
      'unchanged',
      'stored',
      'stored',
      'message-gone',
    ]);
    const { entries } = await readPage(log, { in: everyone, limit: 10 });
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('so many are pinned in a conversation, and what is taken down or deleted makes place', async () => {
    const { append } = await open();
    const most = limits.pinsPerConversation;
    await append(...Array.from({ length: most + 2 }, (_, i) => message(i + 1)));
    await append(message(9000, { in: withVeli }));
    const pin = (target: number) => change('message-pinned', { by: veli, target });
    const pinned = await append(...Array.from({ length: most }, (_, i) => pin(i + 1)));
    expect(new Set(pinned)).toEqual(new Set(['stored']));
    expect(
      await append(
        pin(most + 1),
        // One that is pinned already, and one in another conversation.
        pin(1),
        change('message-pinned', { in: withVeli, target: 1 }),
        change('message-unpinned', { target: 2 }),
        pin(most + 1),
        pin(most + 2),
        change('message-deleted', { target: 3 }),
        pin(3),
        pin(most + 2),
        change('message-unpinned', { target: 9 }),
        change('message-unpinned', { target: 9 }),
      ),
    ).toEqual([
      'too-many-pins',
      'unchanged',
      'stored',
      'stored',
      'stored',
      'too-many-pins',
      'stored',
      'message-gone',
      'stored',
      'stored',
      'unchanged',
    ]);
  });

  test('what is forwarded was said, by whom it says, and nobody edits it after that', async () => {
    const { append } = await open();
    const forwarded = (
      which: number,
      source: { in?: ConversationId; seq: number; from?: AccountId; text: string },
    ) => {
      const { in: place = everyone, seq, from = ali, text } = source;
      const draft = message(which, { in: withVeli, from: veli, text });
      return { ...draft, forwarded: from, secret: { source: { in: place, seq } } };
    };
    await append(message(1), message(2), change('message-edited', { target: 1, text: 'new' }));
    await append(change('message-deleted', { target: 2 }));
    expect(
      await append(
        forwarded(3, { seq: 1, text: 'new' }),
        // As it was when it was forwarded by somebody who was offline.
        forwarded(4, { seq: 1, text: 'message 1' }),
        // Once more: it is ali's all the same.
        forwarded(5, { in: withVeli, seq: 1, text: 'new' }),
        forwarded(3, { seq: 1, text: 'new' }),
        forwarded(6, { seq: 1, text: 'never said' }),
        forwarded(7, { seq: 1, from: veli, text: 'new' }),
        forwarded(8, { in: withVeli, seq: 1, from: veli, text: 'new' }),
        forwarded(9, { seq: 2, text: 'message 2' }),
        forwarded(10, { seq: 77, text: 'new' }),
        change('message-edited', { in: withVeli, by: veli, target: 1 }),
        change('message-deleted', { in: withVeli, by: veli, target: 1 }),
      ),
    ).toEqual([
      'stored',
      'stored',
      'stored',
      'repeated',
      'not-what-was-said',
      'not-what-was-said',
      'not-what-was-said',
      'message-gone',
      'no-such-message',
      'not-your-message',
      'stored',
    ]);
  });

  test('who is out of a group changes nothing in it', async () => {
    const { append } = await open();
    await append(added(ali), added(veli), message(1, { in: trip }));
    expect(
      await append(
        change('reaction-added', { in: trip, by: cem, target: 3 }),
        change('reaction-added', { in: trip, by: veli, target: 3 }),
      ),
    ).toEqual(['no-such-conversation', 'stored']);
  });
}

function nothingLeft(open: () => Promise<Opened>): void {
  test('of what was deleted the log keeps no text, nor of its edits', async () => {
    const { log, append } = await open();
    await append(
      message(1),
      message(2, { reply: 1 }),
      change('message-edited', { target: 2 }),
      change('message-edited', { target: 1 }),
      change('message-deleted', { target: 2 }),
    );
    const { entries } = await readPage(log, { in: everyone, limit: 10 });
    expect(entries.map((each) => ('text' in each ? each.text : each.type))).toEqual([
      'message 1',
      '',
      '',
      'new',
      'message-deleted',
    ]);
    expect(entries[1]).not.toHaveProperty('reply');
    expect(entries[2]).toMatchObject({ type: 'message-edited', target: 2 });
  });

  test('W4 what is said again is known by its cid, also when it was deleted meanwhile', async () => {
    const { append } = await open();
    const edit = change('message-edited', { target: 1 });
    const deletion = change('message-deleted', { target: 1 });
    await append(message(1), edit, deletion);
    expect(
      await append(message(1), edit, deletion, { ...edit, target: 2 }, { ...deletion, target: 2 }),
    ).toEqual(['repeated', 'repeated', 'repeated', 'cid-used', 'cid-used']);
  });
}
