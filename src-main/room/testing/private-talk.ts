import type {
  AccountId,
  Bits256,
  Cid,
  DeviceId,
  PrivateId,
} from '../../../src-shared/protocol/ids.ts';
import type { Effect, SessionId } from '../effects.ts';
import { ali, answers, ayse, driveRoom, token, told, veli } from './driven-room.ts';
import type { DrivenRoom, Said } from './driven-room.ts';

export const commitment = 'c'.repeat(43) as Bits256;
export const answererKey = 'k'.repeat(43) as Bits256;
export const revealed = { key: 'a'.repeat(43) as Bits256, nonce: 'n'.repeat(43) as Bits256 };

export const ask = (account: AccountId): Said => ({ type: 'ask-private', account, commitment });

export function answerTo(id: PrivateId, answer: 'accept' | 'decline'): Said {
  return {
    type: 'answer-private',
    private: id,
    ...(answer === 'accept' ? { key: answererKey } : {}),
  };
}

export const reveal = (id: PrivateId): Said => ({
  type: 'reveal-private',
  private: id,
  ...revealed,
});

/** To a room what is sealed could be anything. */
export function speak(
  id: PrivateId,
  sealed: string,
  cid = `cid-of-${sealed}`.padEnd(16, '-'),
): Said {
  return { type: 'send-private', private: id, cid: cid.slice(0, 40) as Cid, sealed };
}

export function idOf(effects: readonly Effect[]): PrivateId {
  const [fields] = answers(effects);
  if (!fields || !('private' in fields)) throw new Error('not answered with a private chat');
  return fields.private as PrivateId;
}

/** Ali, Veli (on two devices) and Ayşe are in the room. */
export function setUpPeople() {
  const driven = driveRoom();
  return {
    ...driven,
    ali: driven.enter(ali, 'device-device-al').session,
    veli: driven.enter(veli, 'device-device-ve').session,
    velis2: driven.enter(veli, 'device-device-v2').session,
    ayse: driven.enter(ayse, 'device-device-ay').session,
  };
}

/** Ali and Veli's first device are in a private chat. */
export function setUpOpen() {
  const driven = setUpPeople();
  const id = idOf(driven.say(driven.ali, ask(veli)));
  driven.say(driven.veli, answerTo(id, 'accept'));
  return { ...driven, id };
}

export function endings(effects: readonly Effect[]) {
  return told(effects).flatMap(([to, frame]) =>
    frame.type === 'private-ended' ? [{ to, reason: frame.reason, by: frame.by }] : [],
  );
}

/** Makes an account and lets it in. */
export function join({ open, report }: DrivenRoom, account: AccountId): SessionId {
  const session = open();
  report(session, {
    is: 'right',
    how: 'registered',
    account,
    device: `device-${account}`.padEnd(16, '-').slice(0, 16) as DeviceId,
    token,
    created: { name: account, nameKey: account, hasPassword: false },
  });
  return session;
}
