import { describe, expect, it } from 'vitest';
import type { FileHash, FileSpace } from '../../src-shared/protocol/files.ts';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { SessionId } from './effects.ts';
import type { HostId } from './ports.ts';
import { systemPlace } from './system-entries.ts';
import type { LogEntry } from './system-entries.ts';
import { ali, ayse, bora, driveRoom, refusals, told, veli } from './testing/driven-room.ts';

const hash = 'h'.repeat(43) as FileHash;
const trip = groupConversation('trip000000000000');

/** Veli has sent a file, to everyone if nothing else is said; Ayşe fetches it. */
function drive(host?: HostId) {
  const members = [ali, veli, ayse].map((account) => ({ account, firstSeq: 1 }));
  const groups = [{ in: trip, name: 'Trip', owner: ali, readOnly: false, members }];
  const room = driveRoom({ groups, messageBurst: 1000, ...(host ? { host } : {}) });
  const say = (
    session: SessionId,
    state: FileSpace,
    { in: id = everyone, seq = 1, from = veli }: Place = {},
  ) =>
    room
      .say(session, { type: 'set-file-space', in: id, seq, hash, state })
      .flatMap((effect) =>
        effect.do === 'find-file'
          ? room.room.found(effect, { found: { size: 3, from }, now: room.now() })
          : [effect],
      );
  return { ...room, full: say };
}
type Place = { in?: ConversationId; seq?: number; from?: AccountId };

const frame = { type: 'file-space', in: everyone, seq: 1, hash, account: ayse };
const noSpace = { ...frame, state: 'no-space' };

describe('a disk without space for a file', () => {
  it('is told to all sessions of who has sent it, and to nobody else', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    const sender = [room.enter(veli).session, room.enter(veli, 'device-device-02').session];
    room.enter(bora);
    expect(told(room.full(session, 'no-space'))).toEqual([[sender, noSpace]]);
    expect(told(room.full(session, 'space'))).toEqual([[sender, { ...frame, state: 'space' }]]);
  });

  it('is told of a group and of a direct conversation too', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    const sender = room.enter(veli).session;
    for (const id of [trip, directConversation(ayse, veli)]) {
      const effects = room.full(session, 'no-space', { in: id });
      expect(told(effects)).toEqual([[[sender], { ...noSpace, in: id }]]);
    }
  });

  it('is told to each session once, and its end only after it', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    room.enter(veli);
    expect(told(room.full(session, 'space'))).toEqual([]);
    expect(told(room.full(session, 'no-space'))).toHaveLength(1);
    expect(told(room.full(session, 'no-space'))).toEqual([]);
    const late = room.enter(veli, 'device-device-02').session;
    expect(told(room.full(session, 'no-space'))).toEqual([]);
    expect(told(room.full(session, 'space'))[0]?.[0]).toContain(late);
    expect(told(room.full(session, 'space'))).toEqual([]);
  });

  it('is told to who has sent it and comes back, as long as it is so', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    room.full(session, 'no-space');
    room.full(session, 'no-space', { seq: 2, from: bora });
    room.full(session, 'no-space', { seq: 3 });
    room.full(session, 'space', { seq: 3 });
    const back = room.enter(veli);
    expect(told(back.effects).filter(([, { type }]) => type === 'file-space')).toEqual([
      [[back.session], noSpace],
    ]);
    expect(told(room.full(session, 'no-space'))).toEqual([]);
    const plain = room.enter(veli, 'device-device-02', { dialect: 'irc' });
    expect(told(plain.effects).filter(([, { type }]) => type === 'file-space')).toEqual([]);
    expect(told(room.full(session, 'space'))).toHaveLength(1);
    expect(told(room.enter(veli, 'device-device-03').effects)).toEqual([]);
  });

  it('has been heard by no more sessions than its sender has, however often that one comes back', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    room.full(session, 'no-space');
    for (let times = 0; times < 50; times += 1) {
      const back = room.enter(veli);
      room.close(back.session);
    }
    room.enter(veli);
    room.enter(veli, 'device-device-02');
    const [file] = room.room.roster.get(ayse)?.fileSpace.full.values() ?? [];
    expect(file?.heard).toEqual(new Set(room.room.roster.get(veli)?.sessions.keys()));
    expect(file?.heard.size).toBe(2);
  });

  const log = { in: everyone, seq: 9, id: 9, at: 9 } as const;
  const direct = directConversation(ayse, veli);
  it.each<[why: string, entry: LogEntry, left: number[]]>([
    ['was deleted', { ...log, type: 'message-deleted', target: 2, by: veli }, [1, 3, 4]],
    ['was let go by the room', { ...log, type: 'expired', by: ali, target: 3 }, [4]],
    [
      'is in another conversation',
      { ...log, type: 'expired', in: direct, by: ali, target: 4 },
      [1, 2, 3, 4],
    ],
  ])('is over for a file whose message %s, and not told again', (_why, entry, left) => {
    const room = drive();
    const { session } = room.enter(ayse);
    const sender = room.enter(veli).session;
    for (const seq of [1, 2, 3, 4]) room.full(session, 'no-space', { seq });
    const over = [1, 2, 3, 4].filter((seq) => !left.includes(seq));
    expect(told(room.room.stored([entry]))).toEqual(
      over.map((seq) => [[sender], { ...frame, seq, state: 'space' }]),
    );
    const again = told(room.enter(veli, 'device-device-02').effects);
    const seqs = again.flatMap(([, each]) => (each.type === 'file-space' ? [each.seq] : []));
    expect(seqs).toEqual(left);
  });

  it.each<[how: string, entry: LogEntry, isOver: boolean]>([
    ['has left', { ...log, type: 'left', account: ayse, reason: 'left' }, true],
    ['was kicked', { ...log, type: 'kicked', in: systemPlace, by: ali, account: ayse }, true],
    [
      'was banned',
      {
        ...log,
        type: 'banned',
        in: systemPlace,
        by: ali,
        account: ayse,
        devices: [],
        addresses: [],
      },
      true,
    ],
    ['is offline', { ...log, type: 'left', account: ayse, reason: 'lost' }, false],
    [
      'is still there when another left',
      { ...log, type: 'left', account: bora, reason: 'left' },
      false,
    ],
  ])('of somebody who %s is told as it is then', (_how, entry, isOver) => {
    const room = drive();
    const { session } = room.enter(ayse);
    room.enter(veli);
    room.full(session, 'no-space');
    const spoken = told(room.room.stored([entry])).filter(([, { type }]) => type === 'file-space');
    expect(spoken).toHaveLength(isOver ? 1 : 0);
    const back = told(room.enter(veli, 'device-device-02').effects);
    const again = back.filter(([, { type }]) => type === 'file-space');
    expect(again).toHaveLength(isOver ? 0 : 1);
    expect(room.room.roster.fullDisks.size).toBe(isOver ? 0 : 1);
  });

  it('is told of so many files at most to who comes back', () => {
    const room = drive();
    for (const account of [ayse, ali]) {
      const { session } = room.enter(account);
      for (let seq = 1; seq <= limits.fullDisksPerAccount; seq += 1)
        room.full(session, 'no-space', { seq });
    }
    const spoken = told(room.enter(veli).effects).filter(([, { type }]) => type === 'file-space');
    expect(spoken).toHaveLength(limits.fullDisksPerAccount);
  });

  it('is told once more to the other hosts, where a session may have come since', () => {
    const room = drive('host-a' as HostId);
    const { session } = room.enter(ayse);
    const elsewhere = (state: FileSpace) =>
      room.full(session, state).filter((effect) => effect.do === 'tell-hosts').length;
    const said = (['space', 'no-space', 'no-space', 'space', 'space'] as const).map(elsewhere);
    expect(said).toEqual([0, 1, 1, 1, 0]);
  });

  it('is told to no plain program, and of one’s own file to nobody', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    room.enter(veli, 'device-device-02', { dialect: 'irc' });
    expect(told(room.full(session, 'no-space'))).toEqual([]);
    const own = room.enter(ayse, 'device-device-02').session;
    expect(told(room.full(own, 'no-space', { from: ayse }))).toEqual([]);
  });

  it('is the one of who says it, whoever else is named', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    const sender = room.enter(veli).session;
    const lie = { type: 'set-file-space', in: everyone, seq: 1, hash, state: 'no-space' } as const;
    const [asked] = room.say(session, Object.assign({ ...lie }, { account: bora }));
    if (asked?.do !== 'find-file') throw new Error('Nothing was looked for');
    const effects = room.room.found(asked, { found: { size: 3, from: veli }, now: room.now() });
    expect(told(effects)).toEqual([[[sender], noSpace]]);
  });

  it('cannot be said of what one may not read, or is not there', () => {
    const room = drive();
    const { session } = room.enter(bora);
    room.enter(veli);
    for (const id of [trip, directConversation(ali, veli)])
      expect(refusals(room.full(session, 'no-space', { in: id }))).toEqual(['no-such-file']);
    const [asked] = room.say(session, {
      type: 'set-file-space',
      in: everyone,
      seq: 9,
      hash,
      state: 'no-space',
    });
    if (asked?.do !== 'find-file') throw new Error('Nothing was looked for');
    const found = { refusal: { code: 'no-such-file' } } as const;
    const effects = room.room.found(asked, { found, now: room.now() });
    expect([refusals(effects), told(effects)]).toEqual([['no-such-file'], []]);
  });

  it('is not told to a sender who may not read there any more', () => {
    const room = drive();
    const { session } = room.enter(ali);
    room.enter(bora);
    expect(told(room.full(session, 'no-space', { in: trip, from: bora }))).toEqual([]);
  });

  it('has a rate, besides that of messages', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    room.enter(veli);
    const answers = Array.from({ length: 1100 }, () =>
      refusals(room.full(session, 'no-space')),
    ).flat();
    expect(answers).toContain('too-fast');
    const sent = room.say(session, { type: 'set-typing', in: trip, isTyping: true });
    expect(refusals(sent)).toEqual([]);
  });

  it('is remembered of so many files, the newest', () => {
    const room = drive();
    const { session } = room.enter(ayse);
    room.enter(veli);
    for (let seq = 1; seq <= limits.fullDisksPerAccount + 1; seq += 1)
      room.full(session, 'no-space', { seq });
    expect(told(room.full(session, 'space', { seq: 1 }))).toEqual([]);
    expect(told(room.full(session, 'space', { seq: 2 }))).toHaveLength(1);
  });
});
