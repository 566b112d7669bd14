import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { Effect, SessionId } from './effects.ts';
import {
  ali,
  answers,
  ayse,
  doings,
  driveRoom,
  keyOf,
  logged,
  refusals,
  told,
  veli,
} from './testing/driven-room.ts';
import type { DrivenRoom, Said } from './testing/driven-room.ts';

const start = 1_750_000_000_000;
const minute = 60_000;
const inClass: Said = {
  type: 'set-status',
  emoji: '📚',
  text: 'in class',
  until: start + 30 * minute,
};
const nothing: Said = { type: 'set-status' };

/** What the log tells of all that was written, at once. */
function kept({ room }: DrivenRoom, ...effects: Effect[]): Effect[] {
  const drafts = effects.flatMap((effect) => (effect.do === 'write' ? [effect.draft] : []));
  return room.stored(drafts.map((draft) => ({ ...draft, id: 1, seq: 1 })));
}

const statusOf = ({ room }: DrivenRoom, account: AccountId) => room.roster.member(account)?.status;

describe('status', () => {
  it('goes into the log, and everybody who is in hears it as how the person stands', () => {
    const driven = driveRoom();
    const one = driven.enter(ali).session;
    const two = driven.enter(veli, 'device-device-ve').session;
    const effects = driven.say(two, inClass);
    expect(doings(effects)).toEqual(['write']);
    const status = { emoji: '📚', text: 'in class', until: start + 30 * minute };
    const member = { account: veli, presence: 'online', status };
    expect(told(kept(driven, ...effects))).toMatchObject([
      [[one, two], { type: 'member', ...member }],
    ]);
    expect(statusOf(driven, veli)).toEqual(status);
  });

  it('ends by the clock, and everybody hears of it once', () => {
    const driven = driveRoom();
    const { session } = driven.enter(ali);
    kept(driven, ...driven.say(session, inClass));
    driven.wait(30 * minute - 1);
    driven.room.heard(session, driven.now());
    expect(told(driven.tick())).toEqual([]);
    driven.wait(1);
    driven.room.heard(session, driven.now());
    const [notice, ...others] = told(driven.tick());
    expect(notice).toMatchObject([[session], { type: 'member', account: ali }]);
    expect(notice?.[1]).not.toHaveProperty('status');
    expect(others).toEqual([]);
    driven.room.heard(session, driven.now());
    expect(told(driven.tick())).toEqual([]);
  });

  it('stays when its person goes, and goes when it is cleared', () => {
    const driven = driveRoom();
    const { session } = driven.enter(ali);
    kept(driven, ...driven.say(session, { type: 'set-status', text: 'on the road' }));
    driven.close(session);
    expect(statusOf(driven, ali)).toEqual({ text: 'on the road' });
    const again = driven.enter(ali).session;
    kept(driven, ...driven.say(again, nothing));
    expect(statusOf(driven, ali)).toBeUndefined();
  });

  it('of several in one turn of the log the last one is told', () => {
    const driven = driveRoom();
    const { session } = driven.enter(ali);
    const said = ['one', 'two'].flatMap((text) =>
      driven.say(session, { type: 'set-status', text }),
    );
    expect(told(kept(driven, ...said))).toMatchObject([[[session], { status: { text: 'two' } }]]);
  });

  it('has a rate of its own', () => {
    const driven = driveRoom();
    const { session } = driven.enter(ali);
    const say = () => driven.say(session, { type: 'set-status', text: 'x' });
    for (let i = 0; i < limits.statusBurst; i += 1) expect(refusals(say())).toEqual([]);
    expect(say()).toMatchObject([
      { do: 'refuse', refusal: { code: 'too-fast', retryAfterMs: 5000 } },
    ]);
    driven.wait(limits.statusEveryMs);
    expect(refusals(say())).toEqual([]);
  });

  it('what cannot be one is refused and changes nothing', () => {
    const driven = driveRoom();
    const { session } = driven.enter(ali);
    const wrong: Said[] = [
      { type: 'set-status', emoji: 'x' },
      { type: 'set-status', text: 'x'.repeat(81) },
      { type: 'set-status', text: 'x', until: start },
    ];
    const codes = wrong.flatMap((said) => refusals(driven.say(session, said)));
    expect(codes).toEqual(['not-an-emoji', 'status-too-long', 'not-in-time']);
  });

  it('of a guest is on no disk and goes with the guest', () => {
    const driven = driveRoom();
    const one = driven.enter(ali).session;
    const { session } = driven.enterAsGuest('Can');
    const account = 'account-ca' as AccountId;
    driven.report(session, { is: 'guest-made', account, name: 'Can', nameKey: keyOf('Can') });
    const effects = driven.say(session, { type: 'set-status', text: 'çay' });
    expect(doings(effects)).toEqual(['answer', 'notice']);
    expect(told(effects)).toMatchObject([[[one, session], { account, status: { text: 'çay' } }]]);
    const gone = told(driven.close(session));
    expect(gone.at(-1)?.[1]).not.toHaveProperty('status');
    expect(statusOf(driven, account)).toBeUndefined();
  });
});

describe('presence by hand', () => {
  const quiet: Said = { type: 'set-presence', presence: 'do-not-disturb' };

  it('whoever wants no disturbance at one computer wants none, until that one goes', () => {
    const { enter, say, close, room } = driveRoom();
    const one = enter(ali, 'device-device-al').session;
    enter(ali, 'device-device-a2');
    const effects = say(one, quiet);
    expect(answers(effects)).toEqual([{}]);
    expect(room.roster.member(ali)?.presence).toBe('do-not-disturb');
    expect(logged(effects).map(({ event }) => event)).toEqual(['wants-quiet']);
    close(one);
    expect(room.roster.member(ali)?.presence).toBe('online');
  });
});

it('whatever people say of themselves and however they come and go, all see the same', () => {
  const people = [ali, veli, ayse];
  const act = fc.record({
    who: fc.nat(people.length - 1),
    does: fc.constantFrom(
      'status',
      'until',
      'clear',
      'quiet',
      'away',
      'online',
      'go',
      'come',
      'wait',
    ),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const driven = driveRoom();
      const watcher = driven.enter('account-bo' as AccountId, 'device-device-bo').session;
      /** By who sees it, and since they came: whose notice was the last. */
      const seen = new Map<SessionId, Map<AccountId, Member>>();
      const sessions = new Map<AccountId, SessionId>();
      const list = (session: SessionId): void => {
        const [page] = answers(driven.say(session, { type: 'list-members' })) as {
          members: Member[];
        }[];
        seen.set(session, new Map(page?.members.map((member) => [member.account, member])));
      };
      const hear = (effects: readonly Effect[]): void => {
        for (const [to, frame] of told([...effects, ...kept(driven, ...effects)])) {
          if (frame.type !== 'member') continue;
          const { type: _, ...member } = frame;
          for (const session of to) seen.get(session)?.set(member.account, member);
        }
      };
      const come = (account: AccountId): void => {
        const { session, effects } = driven.enter(account, `device-device-${account.slice(-2)}`);
        hear(effects);
        sessions.set(account, session);
        list(session);
      };
      list(watcher);
      const presences = { quiet: 'do-not-disturb', away: 'away', online: 'online' } as const;
      for (const { who, does } of acts) {
        const account = people[who] as AccountId;
        const session = sessions.get(account);
        const until = driven.now().wallMs + minute;
        if (does === 'wait') {
          driven.wait(minute);
          for (const each of [watcher, ...sessions.values()]) driven.room.heard(each, driven.now());
          hear(driven.tick());
        } else if (does === 'come') {
          if (session === undefined) come(account);
        } else if (session === undefined) continue;
        else if (does === 'go') {
          seen.delete(session);
          sessions.delete(account);
          hear(driven.close(session));
        } else if (does === 'status') hear(driven.say(session, { type: 'set-status', text: 'x' }));
        else if (does === 'until')
          hear(driven.say(session, { type: 'set-status', emoji: '📚', until }));
        else if (does === 'clear') hear(driven.say(session, nothing));
        else hear(driven.say(session, { type: 'set-presence', presence: presences[does] }));
      }
      const now = new Map(
        driven.room.roster.page(undefined).members.map((member) => [member.account, member]),
      );
      for (const picture of seen.values()) expect(picture).toEqual(now);
    }),
    { seed: 7, numRuns: 200 },
  );
});
