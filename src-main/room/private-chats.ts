import type { HostLogEvent } from '../../src-shared/host/host-log.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { CommandOf, AnswerOf, PrivateFrame } from '../../src-shared/protocol/protocol.ts';
import type { PrivateEndReason as EndReason } from '../../src-shared/protocol/private-chats.ts';
import type { AccountId, Bits256, DeviceId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Effect, Now, SessionId } from './effects.ts';
import { HeldMessages } from './held-messages.ts';
import type { Roster } from './roster.ts';
import type { AccountSession } from './session.ts';

/** One end of a private chat: a device, which may be lost for a while and come back. */
type Side = {
  readonly account: AccountId;
  readonly device: DeviceId;
  at: { is: 'here'; session: SessionId } | { is: 'lost'; sinceMs: number };
};

type Asking = {
  readonly is: 'asking';
  readonly id: PrivateId;
  readonly asker: Side;
  readonly asked: AccountId;
  readonly commitment: Bits256;
  readonly expiresAtMs: number;
  /** Since when the one who is asked has no session that could answer. */
  unreachableSinceMs: number | undefined;
};

type Open = {
  readonly is: 'open';
  readonly id: PrivateId;
  /** Who asked comes first. */
  readonly sides: readonly [Side, Side];
  readonly answererKey: Bits256;
  /** By the one who asked, once that one has the other's key. */
  revealed: { key: Bits256; nonce: Bits256 } | undefined;
  readonly messages: HeldMessages;
};

type PrivateChat = Asking | Open;

/**
 * Private chats, in memory only: nothing of them outlives their end. Keys and what is sealed are handed on as they came:
 * whether they fit is for the two to see.
 */
export class PrivateChats {
  readonly #roster: Roster;
  readonly #newId: () => PrivateId;
  readonly #chats = new Map<PrivateId, PrivateChat>();
  readonly #byAccount = new Map<AccountId, Set<PrivateChat>>();

  constructor(roster: Roster, newId: () => PrivateId) {
    this.#roster = roster;
    this.#newId = newId;
  }

  /** Why the session may not ask `account`; undefined also if both ask each other. */
  refuseAsk(session: AccountSession, account: AccountId): RefusalCode | undefined {
    const own = session.stage.account;
    if (own === account) return 'private-with-self';
    const other = this.#roster.get(account);
    if (!other) return 'no-such-member';
    if (other.isGuest) return 'private-not-possible';
    const known = this.#between(own, account);
    if (known) return isAskOf(known, account) ? undefined : 'already-private';
    if (other.sessions.size === 0) return 'member-offline';
    if (this.#sessionsOf(account).length === 0) return 'private-not-possible';
    const isFull =
      // What others ask of somebody does not count against what that one may ask.
      this.#count(own, (chat) => !isAskedOf(chat, own)) >= limits.privatesPerMember ||
      this.#count(account, (chat) => !isAskOf(chat, account)) >= limits.privatesPerMember;
    return isFull ? 'too-many-privates' : undefined;
  }

  /** After `refuseAsk` had nothing against it: what to answer, and what to do after that. */
  ask(
    session: AccountSession,
    { account, commitment }: CommandOf<'ask-private'>,
    now: Now,
  ): { answer: AnswerOf<'ask-private'>; effects: Effect[] } {
    const waiting = this.#between(session.stage.account, account);
    if (waiting) return { answer: { private: waiting.id, state: 'crossed' }, effects: [] };
    const chat: Asking = {
      is: 'asking',
      id: this.#newId(),
      asker: sideOf(session),
      asked: account,
      commitment,
      expiresAtMs: now.monotonicMs + limits.privateAskMs,
      unreachableSinceMs: undefined,
    };
    const answer = { private: chat.id, state: 'asked' } as const;
    // Said by the room at once: a program that is silent or suspended must not let the asker wait.
    if (this.#isBusy(account)) {
      return { answer, effects: this.#end(chat, { reason: 'busy', by: account }, now) };
    }
    this.#keep(chat);
    const effects = [
      ...tell(this.#sessionsOf(account), askedFrame(chat, now)),
      this.#line('private-asked', chat, { now }),
    ];
    return { answer, effects };
  }

  /** Undefined if nothing of this id waits for this session's answer. */
  answer(
    session: AccountSession,
    { private: id, key }: CommandOf<'answer-private'>,
    now: Now,
  ): Effect[] | undefined {
    const chat = this.#chats.get(id);
    if (chat?.is !== 'asking' || chat.asked !== session.stage.account) return undefined;
    if (key) return this.#open(chat, { session, key }, now);
    return this.#end(chat, { reason: 'declined', by: chat.asked }, now);
  }

  /** The asker shows what it was bound to, once; undefined if it is not the asker's to show. */
  reveal(
    session: AccountSession,
    { private: id, key, nonce }: CommandOf<'reveal-private'>,
  ): Effect[] | undefined {
    const chat = this.open(session, id);
    if (!chat || sideAt(chat, session.id) !== chat.sides[0]) return undefined;
    const { revealed } = chat;
    if (revealed) return revealed.key === key && revealed.nonce === nonce ? [] : undefined;
    chat.revealed = { key, nonce };
    return tellOpened(chat, chat.sides[1]);
  }

  /** The open private chat of which this session is a side. */
  open(session: AccountSession, id: PrivateId): Open | undefined {
    const chat = this.#chats.get(id);
    return chat?.is === 'open' && sideAt(chat, session.id) ? chat : undefined;
  }

  /** The session of the other side; undefined while its connection is lost. */
  partnerOf(
    { sides }: Open,
    session: AccountSession,
  ): { account: AccountId; at: SessionId } | undefined {
    const [partner] = sides.filter((side) => side.account !== session.stage.account);
    const [at] = partner ? sessionAt(partner) : [];
    return partner && at !== undefined ? { account: partner.account, at } : undefined;
  }

  /** One side is lost, and one more message would push out what that side may not have. */
  mustWait({ sides, messages }: Open, sealed: string): boolean {
    return sides.some(({ at }) => at.is === 'lost') && messages.isFullFor(sealed);
  }

  /** Says something in a chat that `open` gave. */
  say(
    { messages, sides, id }: Open,
    said: { session: AccountSession; command: CommandOf<'send-private'>; now: Now },
  ): { answer: AnswerOf<'send-private'>; effects: Effect[] } {
    const { session, command, now } = said;
    const { cid, sealed } = command;
    const from = session.stage.account;
    const frame = messages.add({ private: id, at: now.wallMs, from, cid, sealed });
    const other = sides.filter((side) => side.account !== from);
    return {
      answer: { seq: frame.seq, at: frame.at },
      effects: tell(other.flatMap(sessionAt), frame),
    };
  }

  /** Leaves, or takes back what was asked; undefined if this session has no part in it. */
  end(session: AccountSession, id: PrivateId, now: Now): Effect[] | undefined {
    const chat = this.#chats.get(id);
    if (!chat || !sideAt(chat, session.id)) return undefined;
    const reason = chat.is === 'asking' ? 'withdrawn' : 'left';
    return this.#end(chat, { reason, by: session.stage.account }, now);
  }

  /** The session is in: it takes over what its device was lost from, and hears who asks. */
  entered(session: AccountSession, now: Now): Effect[] {
    if (session.dialect !== 'oda') return [];
    return this.#of(session.stage.account).flatMap((chat) => {
      if (chat.is === 'open') return this.#takeOver(chat, session);
      if (chat.asked === session.stage.account) {
        chat.unreachableSinceMs = undefined;
        return tell([session.id], askedFrame(chat, now));
      }
      if (chat.asker.device === session.stage.device) chat.asker.at = here(session);
      return [];
    });
  }

  /** The session has ended, and is out of the roster; `hasLeft` if the person wanted it. */
  gone(session: AccountSession, { hasLeft, now }: { hasLeft: boolean; now: Now }): Effect[] {
    const { account } = session.stage;
    return this.#of(account).flatMap((chat) => {
      const side = sideAt(chat, session.id);
      const isLastAsked = isAskedOf(chat, account) && this.#sessionsOf(account).length === 0;
      if (!side && !isLastAsked) return [];
      if (side) side.at = { is: 'lost', sinceMs: now.monotonicMs };
      if (hasLeft) return this.#end(chat, { reason: 'left', by: account }, now);
      if (!side && chat.is === 'asking') chat.unreachableSinceMs = now.monotonicMs;
      return side && chat.is === 'open' ? tellPartner(chat, side, 'lost') : [];
    });
  }

  /** Ends what nobody answered, and what a lost side did not come back to. */
  tick(now: Now): Effect[] {
    return [...this.#chats.values()].flatMap((chat) => {
      if (chat.is === 'asking' && now.monotonicMs >= chat.expiresAtMs) {
        return this.#end(chat, { reason: 'timed-out' }, now);
      }
      const by = lostFor(chat, now.monotonicMs);
      return by === undefined ? [] : this.#end(chat, { reason: 'lost', by }, now);
    });
  }

  #open(
    chat: Asking,
    { session, key }: { session: AccountSession; key: Bits256 },
    now: Now,
  ): Effect[] {
    this.#drop(chat);
    const sides = [chat.asker, sideOf(session)] as const;
    const { id, asked } = chat;
    const messages = new HeldMessages();
    const open: Open = { is: 'open', id, sides, answererKey: key, revealed: undefined, messages };
    this.#keep(open);
    const others = this.#sessionsOf(asked).filter((other) => other !== session.id);
    const ended = { type: 'private-ended', private: id } as const;
    return [
      ...sides.flatMap((side) => tellOpened(open, side)),
      ...(chat.asker.at.is === 'lost' ? tellPartner(open, chat.asker, 'lost') : []),
      ...tell(others, { ...ended, reason: 'answered-elsewhere', by: asked }),
      this.#line('private-started', open, { now }),
    ];
  }

  #takeOver(chat: Open, session: AccountSession): Effect[] {
    const { account, device } = session.stage;
    const side = chat.sides.find((each) => each.account === account && each.device === device);
    if (!side) return [];
    const wasLost = side.at.is === 'lost';
    side.at = here(session);
    return [
      ...tellOpened(chat, side),
      ...chat.messages.all.flatMap((message) => tell([session.id], message)),
      ...chat.sides.flatMap((other) =>
        other !== side && other.at.is === 'lost' ? tellPartner(chat, other, 'lost') : [],
      ),
      ...(wasLost ? tellPartner(chat, side, 'back') : []),
    ];
  }

  #end(
    chat: PrivateChat,
    { reason, by }: { reason: EndReason; by?: AccountId },
    now: Now,
  ): Effect[] {
    this.#drop(chat);
    // Who is busy was never asked.
    const wasAsked = chat.is === 'asking' && reason !== 'busy';
    const asked = wasAsked ? this.#sessionsOf(chat.asked) : [];
    return [
      ...tell([...sidesOf(chat).flatMap(sessionAt), ...asked], {
        type: 'private-ended',
        private: chat.id,
        reason,
        by,
      }),
      this.#line('private-ended', chat, { now, end: reason }),
    ];
  }

  /** Has as many as wanted, by the smallest number that its sessions said. What others ask for does not count. */
  #isBusy(account: AccountId): boolean {
    const sessions = [...(this.#roster.get(account)?.sessions.values() ?? [])];
    const wanted = sessions.flatMap((each) =>
      each.dialect === 'oda' ? [each.stage.privateLimit] : [],
    );
    return this.#count(account, (chat) => !isAskedOf(chat, account)) >= Math.min(...wanted);
  }

  #keep(chat: PrivateChat): void {
    this.#chats.set(chat.id, chat);
    for (const account of pairOf(chat)) {
      const chats = this.#byAccount.get(account);
      if (chats) chats.add(chat);
      else this.#byAccount.set(account, new Set([chat]));
    }
  }

  #drop(chat: PrivateChat): void {
    this.#chats.delete(chat.id);
    for (const account of pairOf(chat)) {
      const chats = this.#byAccount.get(account);
      chats?.delete(chat);
      if (chats?.size === 0) this.#byAccount.delete(account);
    }
  }

  #of(account: AccountId): PrivateChat[] {
    return [...(this.#byAccount.get(account) ?? [])];
  }

  #between(one: AccountId, other: AccountId): PrivateChat | undefined {
    return this.#of(one).find((chat) => pairOf(chat).includes(other));
  }

  #count(account: AccountId, counts: (chat: PrivateChat) => boolean): number {
    return this.#of(account).filter(counts).length;
  }

  /** Sessions that know private chats: those of Oda's own protocol. */
  #sessionsOf(account: AccountId): SessionId[] {
    const sessions = [...(this.#roster.get(account)?.sessions.values() ?? [])];
    return sessions.flatMap(({ id, dialect }) => (dialect === 'oda' ? [id] : []));
  }

  /** All that the host's log ever holds of a private chat: between whom it is. */
  #line(
    event: HostLogEvent,
    chat: PrivateChat,
    { now, end }: { now: Now; end?: EndReason },
  ): Effect {
    const [name, other] = pairOf(chat).map((account) => this.#roster.get(account)?.name);
    return { do: 'log', line: { at: now.wallMs, event, name, other, end } };
  }
}

function isAskOf(chat: PrivateChat, account: AccountId): boolean {
  return chat.is === 'asking' && chat.asker.account === account;
}

function isAskedOf(chat: PrivateChat, account: AccountId): boolean {
  return chat.is === 'asking' && chat.asked === account;
}

function sideOf(session: AccountSession): Side {
  const { account, device } = session.stage;
  return { account, device, at: here(session) };
}

function here({ id }: AccountSession): Side['at'] {
  return { is: 'here', session: id };
}

function sidesOf(chat: PrivateChat): readonly Side[] {
  return chat.is === 'open' ? chat.sides : [chat.asker];
}

function sideAt(chat: PrivateChat, session: SessionId): Side | undefined {
  return sidesOf(chat).find((side) => sessionAt(side).includes(session));
}

function sessionAt({ at }: Side): SessionId[] {
  return at.is === 'here' ? [at.session] : [];
}

/** Who asked, and who was asked. */
function pairOf(chat: PrivateChat): [AccountId, AccountId] {
  if (chat.is === 'asking') return [chat.asker.account, chat.asked];
  return [chat.sides[0].account, chat.sides[1].account];
}

/** Sides that have been away for longer than a private chat waits. */
function lostFor(chat: PrivateChat, nowMs: number): AccountId | undefined {
  const isOver = (sinceMs: number): boolean => nowMs - sinceMs >= limits.privateLostMs;
  const lost = sidesOf(chat).find(({ at }) => at.is === 'lost' && isOver(at.sinceMs));
  if (lost) return lost.account;
  const sinceMs = chat.is === 'asking' ? chat.unreachableSinceMs : undefined;
  return chat.is === 'asking' && sinceMs !== undefined && isOver(sinceMs) ? chat.asked : undefined;
}

function askedFrame({ id, asker, commitment, expiresAtMs }: Asking, now: Now): PrivateFrame {
  const expiresInMs = Math.max(0, Math.ceil(expiresAtMs - now.monotonicMs));
  return { type: 'private-asked', private: id, from: asker.account, commitment, expiresInMs };
}

function tellOpened(chat: Open, side: Side): Effect[] {
  const [partner] = chat.sides.filter((other) => other !== side);
  if (!partner) return [];
  return tell(sessionAt(side), {
    type: 'private-opened',
    private: chat.id,
    with: partner.account,
    ...(side === chat.sides[0] ? { key: chat.answererKey } : chat.revealed),
  });
}

/** Tells the other side how `side` stands. */
function tellPartner(chat: Open, side: Side, state: 'lost' | 'back'): Effect[] {
  const others = chat.sides.filter((other) => other !== side).flatMap(sessionAt);
  return tell(others, { type: 'private-partner', private: chat.id, state });
}

function tell(to: SessionId[], frame: PrivateFrame): Effect[] {
  return to.length === 0 ? [] : [{ do: 'tell-private', to, frame }];
}
