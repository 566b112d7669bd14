import type { OdaBridge } from '../../../src-shared/bridge/bridge.ts';
import type { PrivateView } from '../../../src-shared/member/own-copy.ts';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { roomFactsIn } from '../../../src-shared/member/privacy-label.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { ConversationId, PrivateId } from '../../../src-shared/protocol/ids.ts';
import { readTyped } from '../../../src-shared/typed/read-typed.ts';
import type { Typed } from '../../../src-shared/typed/read-typed.ts';
import { typedCommands } from '../../../src-shared/typed/typed-commands.ts';
import { runTyped, typedNames } from '../../../src-shared/typed/run-typed.ts';
import { findPerson } from '../../../src-shared/typed/typed-world.ts';
import type { TypedOutcome, TypedWorld } from '../../../src-shared/typed/typed-world.ts';
import type { Happening, Place } from './happening.ts';
import type { PasswordAnswered } from './dialogues.ts';
import type { JsonSaid } from './json-voice.ts';
import { RoomFollower } from './room-follower.ts';
import { RoomPicture } from './room-picture.ts';
import type { Shown } from './screen.ts';

export type TerminalMemberParts = {
  bridge: OdaBridge;
  /** Takes a file of this computer in, to be sent. */
  stage?: TypedWorld['stage'];
  opened: RoomOpened;
  /** Of this computer. */
  wallMs: () => number;
  mostLinesAtOnce: number;
  tell: (happening: Happening) => void;
  /** Asks for all that a change of the password needs, changes it, and tells what came of it. */
  askForPassword: (room: RoomView, answered: (answer: PasswordAnswered) => void) => Promise<void>;
  /** The room was left, or (with a cause) can no longer be in. */
  left: (cause?: Refusal) => void;
};

/** A line as it is meant here. */
type Understood = Typed | Extract<TypedOutcome, { is: 'wrong' }>;

/** In English and in Turkish, whatever language is spoken. */
const yes = new Set(['y', 'e']);
const no = new Set(['n', 'h']);

/** Where lines go. `name`: of a group or topic of which nothing else has come yet. */
type Target =
  | { is: 'conversation'; in: ConversationId; name?: string }
  | { is: 'private'; private: PrivateId };

/** One person in one room behind a terminal: tells what happens, carries out what is typed. */
export class TerminalMember {
  readonly #parts: TerminalMemberParts;
  readonly #picture: RoomPicture;
  readonly #follower: RoomFollower;
  readonly #world: TypedWorld;
  #place: Target = { is: 'conversation', in: everyone };
  /** Private chats that ended under the person's hands, so that what was meant for one goes nowhere else. */
  #endings = 0;
  /** What is typed after the word that leaves is not carried out. */
  #hasLeft = false;
  /** Lines are carried out one after another, as they were typed. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: TerminalMemberParts) {
    const { bridge, opened, tell, mostLinesAtOnce, left, wallMs } = parts;
    const picture = new RoomPicture(opened);
    this.#parts = parts;
    this.#picture = picture;
    this.#world = {
      bridge,
      room: picture.room.room,
      self: picture.room.account,
      members: () => picture.members.values(),
      contactGroups: () => picture.contactGroups.values(),
      groups: () => picture.groups.values(),
      privates: () => picture.privates.values(),
      knocks: () => picture.room.knocks,
      settings: () => picture.room.settings,
      wallMs,
      here: () => this.#here(),
      stage: parts.stage,
      numbered: (number) => picture.numbers.named(number),
      facts: () => ({ ...roomFactsIn(picture.room), isLive: picture.isLive }),
    };
    this.#follower = new RoomFollower({
      bridge,
      picture,
      tell,
      mostLinesAtOnce,
      privateChanged: (view) => this.#tellPrivate(view),
      privateRemoved: (id) => {
        picture.dropPrivate(id);
        this.#leavePrivate(id);
      },
      closed: left,
    });
  }

  /** Tells how things stand; what happens from then on follows. */
  begin(): Promise<void> {
    return this.#follower.begin(this.#parts.opened);
  }

  get place(): Place {
    if (this.#place.is === 'conversation')
      return this.#picture.placeOf(this.#place.in, this.#place.name);
    const view = this.#picture.privates.get(this.#place.private);
    return { is: 'private', partner: view?.partnerName ?? '' };
  }

  #here(): ConversationId | PrivateView {
    if (this.#place.is === 'conversation') return this.#place.in;
    return this.#picture.privates.get(this.#place.private) ?? everyone;
  }

  get roomName(): string {
    return this.#picture.room.name;
  }

  /** A line as a person types it; what is said comes again as a line of the conversation. */
  typed(line: string): { shown: Shown; carriedOut: Promise<void> } {
    const now = this.#read(line);
    const { is } = now;
    // At once: the lines behind it are answers already.
    if (now.is === 'command' && now.key === 'password') {
      return { shown: 'stays', carriedOut: this.#askForPassword() };
    }
    const endings = this.#endings;
    const carriedOut = this.#inTurn(async () => {
      const typed = this.#read(line);
      if (line.trim() === '') this.#refused({ code: 'text-empty' });
      else if (typed.is === 'text') await this.#sayHere(typed.text, endings);
      else await this.#carryOut(typed);
    });
    return { shown: is === 'text' || is === 'direct' ? 'comes-again' : 'stays', carriedOut };
  }

  /** A text as it is, whatever it begins with. */
  say({ text, to, onlyPrivately }: Omit<JsonSaid, 'is'>): Promise<void> {
    const endings = this.#endings;
    return this.#inTurn(async () => {
      if (onlyPrivately) return this.#sayPrivately(text, to);
      if (to === undefined) return this.#sayHere(text, endings);
      const given = { place: to };
      const found = await runTyped(this.#world, { is: 'command', key: 'goTo', given });
      if (found.is === 'show') await this.#write(found.in, text);
      else this.#parts.tell({ is: 'outcome', outcome: found });
    });
  }

  /** Resolves when everything that was typed is carried out, and the room has it or cannot have it now. */
  async settled(): Promise<void> {
    await this.#turn;
    await this.#follower.sent();
  }

  /** Says goodbye to the room; nothing is told after that. */
  async leave(): Promise<void> {
    const { bridge, tell } = this.#parts;
    const count = this.#picture.unsent;
    this.#follower.stop();
    if (count > 0) tell({ is: 'unsent', count });
    await bridge.request('room/disconnect', { room: this.#world.room });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    // Who types is at the keyboard (R3.8).
    void this.#parts.bridge.request('presence/active', {});
    this.#turn = this.#turn.then(() => (this.#hasLeft ? undefined : work()));
    return this.#turn;
  }

  /** In a private chat everything but a command is for the partner alone. */
  #read(line: string): Understood {
    const answer = this.#readAnswer(line);
    if (answer) return answer;
    const typed = readTyped(line, typedNames(this.#world));
    if (this.#place.is === 'conversation') return typed;
    const isForOne = typed.is === 'direct';
    const isForNobody = typed.is === 'wrong' && typed.problem.code === 'near-name';
    return isForOne || isForNobody ? { is: 'text', text: line } : typed;
  }

  #askForPassword(): Promise<void> {
    return this.#parts.askForPassword(this.#picture.room, ({ outcome, room }) => {
      this.#picture.room = room;
      this.#parts.tell({ is: 'outcome', outcome });
    });
  }

  /** One letter answers who asks for a private chat (R3.12), if only one person does. */
  #readAnswer(line: string): Understood | undefined {
    const letter = line.trim().toLowerCase();
    const isYes = yes.has(letter);
    if (!isYes && !no.has(letter)) return undefined;
    const asks = [...this.#picture.privates.values()].filter(({ state }) => state.is === 'asked');
    const [ask, other] = asks;
    if (!ask) return undefined;
    if (other) {
      const name = asks.map(({ partnerName }) => partnerName).join(', ');
      return { is: 'wrong', problem: { code: 'several-asks', name } };
    }
    const key = isYes ? 'acceptPrivate' : 'declinePrivate';
    return { is: 'command', key, given: { person: ask.partnerName } };
  }

  async #carryOut(typed: Exclude<Understood, { is: 'text' }>): Promise<void> {
    if (typed.is === 'command' && typed.key === 'askPrivate') {
      const { account } = findPerson(this.#world, typed.given.person ?? '') ?? {};
      const running = account && this.#picture.runningPrivate(account);
      if (running) return this.#goTo({ is: 'private', private: running.private }, true);
    }
    if (typed.is === 'wrong') return this.#tellOutcome(typed);
    const outcome = await runTyped(this.#world, typed);
    const isWritten = outcome.is === 'done' && outcome.done.endsWith('-written');
    if (isWritten && !this.#picture.isLive) {
      this.#parts.tell({ is: 'kept', text: textOf(typed) });
    } else await this.#tellOutcome(outcome);
  }

  async #tellOutcome(outcome: TypedOutcome): Promise<void> {
    const { tell, left } = this.#parts;
    tell({ is: 'outcome', outcome });
    if (outcome.is === 'leave') {
      this.#hasLeft = true;
      left();
    }
    if (outcome.is === 'show') {
      this.#goTo({ is: 'conversation', in: outcome.in, name: outcome.name }, true);
      if (outcome.in !== everyone) await this.#follower.tellRecent(outcome.in);
    }
    if (outcome.is === 'done' && outcome.done === 'private-ended') this.#forget(outcome.name);
  }

  /** The person has left the private chat: the next line goes to everyone, even if it was typed already. */
  #forget(partner: string): void {
    for (const { private: id, partnerName } of this.#picture.privates.values()) {
      if (partnerName !== partner) continue;
      this.#picture.dropPrivate(id);
      this.#leavePrivate(id, true);
    }
  }

  /** `endings` as they were when it was typed. */
  async #sayHere(text: string, endings: number): Promise<void> {
    if (endings !== this.#endings) return this.#refused({ code: 'no-such-private' }, text);
    if (this.#place.is === 'conversation') return this.#write(this.#place.in, text);
    return this.#writePrivately(this.#place.private, text);
  }

  async #sayPrivately(text: string, to: string | undefined): Promise<void> {
    const person = to === undefined ? undefined : findPerson(this.#world, to);
    const isKnown = to === undefined || person !== undefined;
    const running = isKnown ? this.#picture.runningPrivate(person?.account) : undefined;
    if (running) return this.#writePrivately(running.private, text);
    this.#refused({ code: 'no-such-private' }, text);
  }

  async #writePrivately(id: PrivateId, text: string): Promise<void> {
    const { room } = this.#world;
    const sent = await this.#parts.bridge.request('private/send', { room, private: id, text });
    if (!sent.ok) this.#refused(sent.refusal, text);
  }

  async #write(conversation: ConversationId, text: string): Promise<void> {
    const { bridge, tell } = this.#parts;
    const { room } = this.#world;
    const sent = await bridge.request('message/send', { room, in: conversation, text });
    if (!sent.ok) return this.#refused(sent.refusal, text);
    if (!this.#picture.isLive) tell({ is: 'kept', text });
  }

  #refused(refusal: Refusal, text?: string): void {
    this.#parts.tell({ is: 'refused', refusal, text });
  }

  #goTo(place: Target, isChosen: boolean): void {
    this.#place = place;
    this.#parts.tell({ is: 'place', place: this.place, isChosen });
  }

  #tellPrivate(view: PrivateView): void {
    const { tell, bridge } = this.#parts;
    const { private: id, state, partnerName: partner, room } = view;
    const { before, isStateNew, isCompareNew, messages, failed } = this.#picture.keepPrivate(view);
    if (isStateNew) tell({ is: 'private', partner, state });
    if (isCompareNew) tell({ is: 'compare', partner, signs: view.compare?.signs ?? [] });
    if (isStateNew && state.is === 'open' && before !== 'interrupted') {
      this.#goTo({ is: 'private', private: id }, true);
    }
    const place: Place = { is: 'private', partner };
    for (const { from, text, at, files } of messages) {
      const isOwn = from === this.#world.self;
      const name = this.#picture.nameOf(from);
      tell({ is: 'message', place, from: name, isOwn, text, at, isOld: false, files });
    }
    for (const { refusal, text } of failed) this.#refused(refusal, text);
    if (state.is !== 'ended' || !isStateNew) return;
    this.#leavePrivate(id);
    // A terminal has no window that could be closed: what was said is forgotten at once (R3.5).
    void bridge.request('private/close', { room, private: id });
  }

  /** Both are back with everybody (R3.5). */
  #leavePrivate(id: PrivateId, isChosen = false): void {
    if (this.#place.is !== 'private' || this.#place.private !== id) return;
    if (!isChosen) this.#endings += 1;
    this.#goTo({ is: 'conversation', in: everyone }, isChosen);
  }
}

function textOf(typed: Exclude<Typed, { is: 'text' }>): string {
  if (typed.is === 'direct') return typed.text;
  if (typed.is !== 'command') return '';
  const { text, emoji } = typed.given;
  const { word } = typedCommands.find(({ key }) => key === typed.key) ?? { word: '' };
  return text ?? emoji ?? word;
}
