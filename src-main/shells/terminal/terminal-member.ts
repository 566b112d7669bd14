import { assertNever } from '../../../src-shared/assert-never.ts';
import type { OdaBridge, Pushes } from '../../../src-shared/bridge/bridge.ts';
import type { PrivateView, RoomOpened } from '../../../src-shared/bridge/views.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { conversationKind, directPartner, everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, PrivateId } from '../../../src-shared/protocol/ids.ts';
import { readTyped } from '../../../src-shared/typed/read-typed.ts';
import type { Typed } from '../../../src-shared/typed/read-typed.ts';
import { runTyped, typedNames } from '../../../src-shared/typed/run-typed.ts';
import type { TypedOutcome, TypedWorld } from '../../../src-shared/typed/run-typed.ts';
import type { Happening, Place } from './happening.ts';
import { RoomPicture } from './room-picture.ts';

/** Lines of the past that are shown on coming in. */
const pastLines = 50;
/** More than this at once (after a long time without a connection) is not shown line by line. */
const mostLinesAtOnce = 200;

export type TerminalMemberParts = {
  bridge: OdaBridge;
  opened: RoomOpened;
  tell: (happening: Happening) => void;
  /** The room was left, or can no longer be in. */
  left: () => void;
};

/** Where lines go. */
type Target = { is: 'conversation'; in: ConversationId } | { is: 'private'; private: PrivateId };

/** One person in one room behind a terminal: follows what happens, carries out what is typed. */
export class TerminalMember {
  readonly #parts: TerminalMemberParts;
  readonly #picture: RoomPicture;
  readonly #world: TypedWorld;
  readonly #ends: (() => void)[];
  #place: Target = { is: 'conversation', in: everyone };
  /** Lines are carried out one after another, as they were typed. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: TerminalMemberParts) {
    const { bridge, opened } = parts;
    this.#parts = parts;
    this.#picture = new RoomPicture(opened);
    const picture = this.#picture;
    this.#world = {
      bridge,
      room: picture.room.room,
      self: picture.room.account,
      members: () => picture.members.values(),
      contactGroups: () => picture.contactGroups.values(),
      groups: () => picture.groups.values(),
      privates: () => picture.privates.values(),
    };
    this.#ends = this.#follow(bridge);
  }

  /** Who is here, what was said last, and what waits for an answer. */
  async begin(): Promise<void> {
    const { bridge, tell } = this.#parts;
    const { room, members, privates } = this.#picture;
    const others = [...members.values()]
      .filter(({ account, presence }) => account !== room.account && presence !== 'offline')
      .map(({ name }) => name);
    tell({ is: 'entered', room: room.name, name: room.ownName, others, logsTexts: room.logsTexts });
    const page = await bridge.request('timeline/page', {
      room: room.room,
      in: everyone,
      limit: pastLines,
    });
    if (page.ok) this.#tellEntries(everyone, page.value.entries, true);
    for (const view of privates.values()) this.#tellPrivate(view);
  }

  get place(): Place {
    if (this.#place.is === 'conversation') return this.#placeOf(this.#place.in);
    const view = this.#picture.privates.get(this.#place.private);
    return { is: 'private', partner: view?.partnerName ?? '' };
  }

  get roomName(): string {
    return this.#picture.room.name;
  }

  /** A line as a person types it. */
  typed(line: string): Promise<void> {
    return this.#inTurn(async () => {
      if (line.trim() === '') return this.#refused({ code: 'text-empty' });
      await this.#carryOut(readTyped(line, typedNames(this.#world)));
    });
  }

  /** A text as it is, to wherever a name leads; where lines go now if there is none. */
  say(text: string, to?: string): Promise<void> {
    return this.#inTurn(async () => {
      if (to === undefined) return this.#say(text);
      const found = await runTyped(this.#world, {
        is: 'command',
        key: 'goTo',
        given: { place: to },
      });
      if (found.is === 'show') await this.#write(found.in, text);
      else this.#tellOutcome(found);
    });
  }

  /** Resolves when everything that was typed is carried out. */
  settled(): Promise<void> {
    return this.#turn;
  }

  /** Says goodbye to the room; nothing is told after that. */
  async leave(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    const { bridge } = this.#parts;
    await bridge.request('room/leave', { room: this.#world.room });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work);
    return this.#turn;
  }

  async #carryOut(typed: Typed): Promise<void> {
    if (typed.is === 'text') return this.#say(typed.text);
    const outcome = await runTyped(this.#world, typed);
    this.#tellOutcome(outcome);
  }

  #tellOutcome(outcome: TypedOutcome): void {
    const { tell, left } = this.#parts;
    tell({ is: 'outcome', outcome });
    if (outcome.is === 'leave') left();
    if (outcome.is === 'show') this.#goTo({ is: 'conversation', in: outcome.in });
  }

  async #say(text: string): Promise<void> {
    if (this.#place.is === 'conversation') return this.#write(this.#place.in, text);
    const { bridge } = this.#parts;
    const { private: id } = this.#place;
    const sent = await bridge.request('private/send', {
      room: this.#world.room,
      private: id,
      text,
    });
    if (!sent.ok) this.#refused(sent);
  }

  async #write(conversation: ConversationId, text: string): Promise<void> {
    const { bridge } = this.#parts;
    const { room } = this.#world;
    const sent = await bridge.request('message/send', { room, in: conversation, text });
    if (!sent.ok) this.#refused(sent);
  }

  #refused(refusal: Refusal): void {
    this.#parts.tell({ is: 'refused', refusal });
  }

  #goTo(place: Target): void {
    this.#place = place;
    this.#parts.tell({ is: 'place', place: this.place });
  }

  #follow(bridge: OdaBridge): (() => void)[] {
    const { tell } = this.#parts;
    const picture = this.#picture;
    const { room } = this.#world;
    const ofRoom = (push: { room: string }): boolean => push.room === room;
    return [
      bridge.on('room/changed', (view) => {
        if (ofRoom(view)) this.#roomChanged(view);
      }),
      bridge.on('member/changed', (push) => {
        if (!ofRoom(push)) return;
        for (const member of push.members) {
          const before = picture.members.get(member.account)?.presence;
          picture.members.set(member.account, member);
          // Coming and going are told by the entries of the timeline.
          const hasTurned = before === 'away' || member.presence === 'away';
          if (!hasTurned || before === member.presence || member.presence === 'offline') continue;
          if (member.account === this.#world.self) continue;
          tell({ is: 'presence', name: member.name, presence: member.presence });
        }
      }),
      bridge.on('timeline/appended', (push) => {
        if (ofRoom(push)) this.#tellEntries(push.in, push.entries, false);
      }),
      bridge.on('outbox/changed', (push) => {
        if (!ofRoom(push)) return;
        for (const { state } of picture.newlyFailed(push)) this.#refused(state.refusal);
      }),
      bridge.on('group/changed', (views) => {
        for (const view of views.filter(ofRoom)) picture.groups.set(view.in, view);
      }),
      bridge.on('contact-group/changed', (view) => {
        if (ofRoom(view)) picture.contactGroups.set(view.group, view);
      }),
      bridge.on('contact-group/removed', (push) => {
        if (ofRoom(push)) picture.contactGroups.delete(push.group);
      }),
      bridge.on('private/changed', (view) => {
        if (ofRoom(view)) this.#tellPrivate(view);
      }),
      bridge.on('private/removed', (push) => {
        if (!ofRoom(push)) return;
        picture.privates.delete(push.private);
        this.#leavePrivate(push.private);
      }),
    ];
  }

  #roomChanged(view: Pushes['room/changed']): void {
    const { tell, left } = this.#parts;
    const before = this.#picture.room;
    this.#picture.room = view;
    if (before.logsTexts !== view.logsTexts) tell({ is: 'logs-texts', isOn: view.logsTexts });
    if (this.#picture.hasConnectionTurned(view.connection)) {
      tell({ is: 'connection', connection: view.connection });
    }
    if (view.connection.state === 'closed') left();
  }

  #tellEntries(conversation: ConversationId, entries: readonly Entry[], isOld: boolean): void {
    const { tell } = this.#parts;
    const shown = entries.slice(-mostLinesAtOnce);
    if (shown.length < entries.length) {
      tell({ is: 'skipped', count: entries.length - shown.length });
    }
    for (const entry of shown) this.#tellEntry(conversation, entry, isOld);
  }

  #tellEntry(conversation: ConversationId, entry: Entry, isOld: boolean): void {
    const { tell } = this.#parts;
    const name = (account: AccountId): string => this.#picture.nameOf(account);
    const { at } = entry;
    switch (entry.type) {
      case 'message': {
        const { from, text } = entry;
        const isOwn = from === this.#world.self;
        const place = this.#placeOf(conversation);
        return tell({ is: 'message', place, from: name(from), isOwn, text, at, isOld });
      }
      case 'joined':
        return tell({ is: 'joined', name: entry.name, at, isOld });
      case 'left':
        return tell({ is: 'left', name: name(entry.account), at, isOld });
      case 'renamed':
        return tell({ is: 'group', what: 'renamed', group: entry.name, by: name(entry.by), at });
      case 'added':
      case 'removed': {
        const hasLeft = entry.type === 'removed' && entry.account === entry.by;
        const what = hasLeft ? 'left' : entry.type;
        const group = this.#picture.groupName(conversation);
        const other = name(entry.account);
        return tell({ is: 'group', what, group, by: name(entry.by), other, at });
      }
      default:
        return assertNever(entry);
    }
  }

  #tellPrivate(view: PrivateView): void {
    const { tell } = this.#parts;
    const { isStateNew, messages } = this.#picture.keepPrivate(view);
    if (isStateNew) tell({ is: 'private', partner: view.partnerName, state: view.state });
    for (const { from, text, at } of messages) {
      const isOwn = from === this.#world.self;
      const place: Place = { is: 'private', partner: view.partnerName };
      tell({
        is: 'message',
        place,
        from: this.#picture.nameOf(from),
        isOwn,
        text,
        at,
        isOld: false,
      });
    }
    if (isStateNew && view.state.is === 'open') {
      this.#place = { is: 'private', private: view.private };
    }
    if (view.state.is !== 'ended' || !isStateNew) return;
    this.#leavePrivate(view.private);
    // A terminal has no window that could be closed: what was said is forgotten at once.
    const { bridge } = this.#parts;
    void bridge.request('private/close', { room: view.room, private: view.private });
  }

  #leavePrivate(id: PrivateId): void {
    if (this.#place.is === 'private' && this.#place.private === id) {
      this.#goTo({ is: 'conversation', in: everyone });
    }
  }

  #placeOf(conversation: ConversationId): Place {
    switch (conversationKind(conversation)) {
      case 'everyone':
        return { is: 'everyone' };
      case 'group':
        return { is: 'group', name: this.#picture.groupName(conversation) };
      case 'direct': {
        const partner = directPartner(conversation, this.#world.self);
        return { is: 'direct', partner: partner ? this.#picture.nameOf(partner) : '' };
      }
    }
  }
}
