import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import { optionsChanged } from './system-entries.ts';
import { describe, expect, it } from 'vitest';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, DeviceId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import {
  ali,
  answers,
  ayse,
  doings,
  driveRoom,
  draftsOf,
  keyOf,
  logged,
  message,
  refusals,
  signIn,
  token,
  told,
  veli,
} from './testing/driven-room.ts';
import type { Said } from './testing/driven-room.ts';

const start = 1_750_000_000_000;
const away: Said = { type: 'set-presence', presence: 'away' };
const online: Said = { type: 'set-presence', presence: 'online' };

describe('presence', () => {
  it('R0.3 everybody who is in, and who comes, is told of the first session and not of a second device', () => {
    const { enter } = driveRoom();
    const one = enter(ali, 'device-device-al').session;
    const two = enter(veli, 'device-device-ve');
    const member = { account: veli, name: 'Veli', presence: 'online', lastSeenAt: start };
    expect(told(two.effects)).toEqual([[[one, two.session], { type: 'member', ...member }]]);
    expect(told(enter(veli, 'device-device-v2').effects)).toEqual([]);
  });

  it('R0.10 everybody is told when the last session ends, with when it was seen last', () => {
    const { enter, close, wait } = driveRoom();
    const one = enter(ali, 'device-device-al').session;
    const two = enter(veli, 'device-device-ve').session;
    const three = enter(veli, 'device-device-v2').session;
    expect(told(close(two))).toEqual([]);
    wait(7000);
    const lastSeenAt = start + 7000;
    const member = { account: veli, name: 'Veli', presence: 'offline', lastSeenAt };
    const effects = close(three);
    expect(told(effects)).toEqual([[[one], { type: 'member', ...member }]]);
    const saved = { do: 'save-last-seen', account: veli, at: lastSeenAt };
    expect(effects).toContainEqual(expect.objectContaining(saved));
  });

  it('an account is away when all its sessions are, and online again with any of them', () => {
    const { enter, say, close, room } = driveRoom();
    const one = enter(ali, 'device-device-al').session;
    const two = enter(ali, 'device-device-a2').session;
    expect(told(say(one, away))).toEqual([]);
    expect(told(say(two, away))).toMatchObject([[[one, two], { account: ali, presence: 'away' }]]);
    expect(room.roster.member(ali)?.presence).toBe('away');
    expect(told(say(one, online))).toMatchObject([[[one, two], { presence: 'online' }]]);
    const left = close(one);
    expect(told(left)).toMatchObject([[[two], { presence: 'away' }]]);
    expect(draftsOf(left)).toEqual([]);
    expect(told(enter(ali, 'device-device-a3').effects)).toMatchObject([
      [expect.anything(), { presence: 'online' }],
    ]);
  });

  it('R3.10 the log says who went away and came back', () => {
    const { enter, say } = driveRoom();
    const { session } = enter(ali);
    const effects = [say(session, away), say(session, away), say(session, online)].flat();
    expect(logged(effects).map(({ event, name }) => [event, name])).toEqual([
      ['went-away', 'Ali'],
      ['came-back', 'Ali'],
    ]);
    expect(answers(effects)).toEqual([{}, {}, {}]);
  });

  it('changes have a rate of their own, which a burst of messages does not use up', () => {
    const { enter, say } = driveRoom({ messageBurst: 2 });
    const { session } = enter(ali);
    for (let i = 0; i < 2; i += 1) say(session, message(`${i}`));
    expect(refusals([...say(session, away), ...say(session, online)])).toEqual([]);
    expect(say(session, away)).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-fast', retryAfterMs: 500 } },
    ]);
  });

  it('R3.8 R3.10 twenty seconds of silence take a member offline, and the log says so', () => {
    const { room, enter, wait, tick, now, close } = driveRoom();
    const { session } = enter(ali);
    const { session: other } = enter(veli, 'device-device-ve');
    wait(limits.silenceMs);
    room.heard(other, now());
    expect(tick()).toEqual([{ do: 'close', session, refusal: { code: 'silent' } }]);
    const effects = close(session, 'silent');
    expect(told(effects)).toMatchObject([[[other], { account: ali, presence: 'offline' }]]);
    expect(logged(effects).map(({ event, name }) => [event, name])).toEqual([
      ['went-silent', 'Ali'],
      ['lost', 'Ali'],
      ['disconnected', 'Ali'],
    ]);
  });

  it('a room that closes takes nobody out of it', () => {
    const { enter, close } = driveRoom();
    const { session } = enter(ali);
    enter(veli, 'device-device-ve');
    expect(doings(close(session, 'room-closed'))).toEqual(['save-last-seen', 'log']);
  });

  it('everybody is told of a new account, also when its maker has gone meanwhile', () => {
    const { enter, open, report, close, say } = driveRoom();
    const one = enter(ali).session;
    const session = open();
    say(session, { type: 'hello', protocol: 1 });
    say(session, signIn('Selin'));
    close(session);
    const account = 'account-se' as AccountId;
    const effects = report(session, {
      is: 'right',
      how: 'registered',
      account,
      device: 'device-device-09' as DeviceId,
      token,
      created: { name: 'Selin', nameKey: keyOf('Selin'), hasPassword: false },
    });
    const member = { account, name: 'Selin', presence: 'offline' };
    expect(told(effects)).toMatchObject([[[one], { type: 'member', ...member }]]);
  });
});

describe('receipts', () => {
  const direct = directConversation(ali, veli);

  it('W11 what has reached a disk is stored and told to the other side alone', () => {
    const { room, enter, say } = driveRoom();
    const session = enter(veli, 'device-device-ve').session;
    const one = enter(ali, 'device-device-al').session;
    const two = enter(ali, 'device-device-a2').session;
    enter(ayse, 'device-device-ay');
    const effects = say(session, { type: 'mark-delivered', in: direct, seq: 7 });
    const receipt = { in: direct, account: veli, delivered: 7 };
    expect(effects).toMatchObject([{ do: 'save-receipt', receipt }]);
    const reply = { session, rid: 3 };
    const kept = room.receiptSaved(reply, receipt, undefined);
    expect(answers(kept)).toEqual([{}]);
    expect(told(kept)).toEqual([[[one, two], { type: 'receipt', ...receipt }]]);
    const ahead = room.receiptSaved(reply, receipt, { code: 'cursor-ahead' });
    expect(refusals(ahead)).toEqual(['cursor-ahead']);
    expect(told(ahead)).toEqual([]);
  });

  it('W11 only in direct conversations, and only in one’s own', () => {
    const { enter, say } = driveRoom();
    const session = enter(ayse, 'device-device-ay').session;
    const nobodys = directConversation(ayse, 'account-no' as AccountId);
    for (const id of [everyone, direct, nobodys, groupConversation('group-group-gr-1')]) {
      const effects = say(session, { type: 'mark-delivered', in: id, seq: 7 });
      expect(refusals(effects)).toEqual(['no-such-conversation']);
    }
  });

  it('W11 the list is of one’s own conversations', () => {
    const { enter, say } = driveRoom();
    const { session } = enter(ali);
    expect(say(session, { type: 'list-receipts', from: direct })).toMatchObject([
      { do: 'read-receipts', account: ali, from: direct },
    ]);
  });
});

describe('options of the host', () => {
  const switched = (options: HostOptions) => ({ ...optionsChanged(options, 1), id: 1, seq: 1 });

  it('R1.9 members are told whether texts are logged, in hello and when it changes', () => {
    const { room, enter, open, say } = driveRoom();
    const { session } = enter(ali);
    const effects = room.stored([
      switched({ plain: false, logTexts: true, access: 'open', files: usualFileTerms }),
    ]);
    const { fileBytes, days } = usualFileTerms;
    const files = { fileBytes, days };
    const facts = { logsTexts: true, plain: false, access: 'open', files };
    expect(told(effects)).toEqual([
      [[session], expect.objectContaining({ type: 'room', name: 'Lab', ...facts })],
    ]);
    expect(answers(say(open(), { type: 'hello', protocol: 1 }))).toMatchObject([
      { room: { logsTexts: true } },
    ]);
  });

  it('what is switched is stored and logged, what stays is not', () => {
    const { room } = driveRoom();
    const all = [
      { plain: true, logTexts: true, access: 'invited', files: usualFileTerms },
      { plain: true, logTexts: true, access: 'open', files: usualFileTerms },
      { plain: false, logTexts: true, access: 'open', files: usualFileTerms },
      { plain: false, logTexts: false, access: 'open', files: usualFileTerms },
    ] satisfies HostOptions[];
    const events = all.map((options) =>
      logged(room.stored([switched(options)])).map(({ event }) => event),
    );
    expect(events).toEqual([
      ['plain-switched-on', 'only-invited', 'texts-switched-on'],
      ['open-to-all'],
      ['plain-switched-off'],
      ['texts-switched-off'],
    ]);
    expect(room.options).toEqual({
      plain: false,
      logTexts: false,
      access: 'open',
      files: usualFileTerms,
    });
  });
});
