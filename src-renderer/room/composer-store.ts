import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConversationView } from '../../src-shared/bridge/conversations.ts';
import type { OdaBridge, Pushes, RequestParams } from '../../src-shared/bridge/bridge.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { Quote } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { StagedStore } from './staged-store.ts';
import {
  createModes,
  type ComposerMode,
  type KeptUntil,
  type ModesState,
} from './composer-modes.ts';
import { createDraftSaver } from './draft-saver.ts';
import { createStagedDrafts } from './staged-drafts.ts';
import { createGoingOn, type Begun } from './going-on.ts';
import { createLastSaid, type LastSaid } from './last-said.ts';
import { createSaidAhead, createTypedAhead } from './typed-ahead.ts';
import { refuseMessage, textBefore } from './writing.ts';

type ComposerState = ModesState & {
  /** What was written in this window, by conversation; if nothing was, the room's own state tells it. */
  drafts: ReadonlyMap<ConversationId, string>;
};

export type ComposerOptions = {
  room: RoomId;
  clock: Clock;
  /** The draft as it was when the room was opened; undefined while it is not open. */
  savedDraft: (conversation: ConversationId) => string | undefined;
  /** What was begun beside it, and what waits there. */
  begunBefore: (conversation: ConversationId) => Begun;
  maxTextCharacters: () => number;
  /** The files that go with the next message. */
  staged: StagedStore;
};

export type ComposerStore = ReturnType<typeof createComposerStore>;

/** The drafts of one room and the way from a draft to a message. */
export function createComposerStore(bridge: OdaBridge, options: ComposerOptions) {
  const { room, clock, savedDraft, maxTextCharacters } = options;
  const store = createStore<ComposerState>(() => nothing);
  const draftOf = (conversation: ConversationId) => store.getState().drafts.get(conversation) ?? '';
  /** As long as nothing was written in this window, what the room's own state tells stays. */
  const textOf = (conversation: ConversationId) =>
    store.getState().drafts.get(conversation) ?? savedDraft(conversation) ?? '';
  const ahead = createTypedAhead(savedDraft);
  const saver = createDraftSaver(bridge, {
    room,
    clock,
    draftOf: (conversation) => ({
      text: textOf(conversation),
      ...stagedDrafts.beside(conversation, goingOn.aimIn(conversation)),
    }),
  });
  const stagedDrafts = createStagedDrafts({ ...options, changed: saver.changed });
  const lastSaid = createLastSaid();

  /** Another window changed the draft, or sent it. */
  function takeOver({ in: conversation, draft, aim }: ConversationView): void {
    const { drafts } = store.getState();
    if (ahead.has(conversation) || saver.isBusy(conversation)) return;
    stagedDrafts.follow(conversation, aim?.files);
    if (!drafts.has(conversation) || drafts.get(conversation) === draft) return;
    store.setState({ drafts: new Map(drafts).set(conversation, draft) });
  }

  const refuse = refuserOf(store);
  const all = createModes(bridge, {
    room,
    store,
    refuse,
    giveBack,
    changed: (conversation, isOver) => {
      saver.changed(conversation);
      // Else it would begin anew after a crash.
      if (isOver) saver.flush();
    },
    keptUntil: saver.keptUntil,
    maxTextCharacters,
  });
  const { setMode, pushes, resume, ...modes } = all;
  const goingOn = createGoingOn(bridge, { ...options, store, resume, stagedDrafts });
  const endPushes = listenToRoom(
    bridge,
    { room },
    {
      ...seenFirst(lastSaid, pushes),
      'conversation/changed': (views) => {
        for (const view of views) takeOver(view);
      },
    },
  );

  function write(conversation: ConversationId, text: string): void {
    store.setState((state) => ({ drafts: new Map(state.drafts).set(conversation, text) }));
    if (store.getState().refusals.has(conversation)) refuse(conversation, undefined);
    // To save it now would overwrite the draft that nobody has seen yet.
    if (ahead.takes(conversation)) return;
    saver.changed(conversation);
  }

  const saidAhead = createSaidAhead(store, { ahead, draftOf, write });

  /** Empties the field for something that is carried out; it can come back by `giveBack`. */
  function empty(conversation: ConversationId): void {
    write(conversation, '');
    saver.flush();
  }

  /** What was typed meanwhile stays; what comes back stands before it. */
  function giveBack(conversation: ConversationId, written: string): void {
    write(conversation, textBefore(written, textOf(conversation)));
  }

  function dispose(): void {
    saidAhead.becomeDrafts();
    saver.end();
    endPushes();
    stagedDrafts.end();
  }

  const { becomeDrafts: _, ...ofAhead } = saidAhead;
  const { keptUntil, flush, end } = saver;
  const leaveField = createLeaving({ store, setMode, empty, giveBack, refuse, keptUntil });
  const parts = { ...options, store, refuse, lastSaid, leaveField };
  const send = createSending(bridge, parts, all);
  const sendLater = createPuttingOff(bridge, { ...options, textOf, leaveField });
  const ways = { write, send, sendLater, empty, giveBack, goOn: goingOn.goOn, ...ofAhead };
  /** What was said here last, as long as it is neither in the outbox nor in the timeline. */
  const onItsWay = lastSaid.of;
  const acts = { ...modes, ...ways, onItsWay, keptUntil, flush, leave: end, dispose };
  return Object.assign(store, acts);
}

type LeavingParts = {
  store: StoreApi<ComposerState>;
  setMode: ReturnType<typeof createModes>['setMode'];
  empty: (conversation: ConversationId) => void;
  giveBack: (conversation: ConversationId, written: string) => void;
  refuse: Refuse;
  keptUntil: KeptUntil;
};
type LeaveField = ReturnType<typeof createLeaving>;

/** The way out of the field: it is free at once for something else, and on disk until there is an answer. */
function createLeaving(parts: LeavingParts) {
  const { store, setMode, empty, giveBack, refuse, keptUntil } = parts;
  const modeOf = (conversation: ConversationId) => store.getState().modes.get(conversation);
  return (conversation: ConversationId) => {
    const mode = modeOf(conversation);
    const quote = answeredBy(mode);
    const asked = Promise.withResolvers<void>();
    keptUntil(conversation, asked.promise);
    // A change that was begun while files were waited for has nothing to do with what goes.
    setMode(conversation, mode?.is === 'edit' ? { ...mode, under: undefined } : undefined);
    empty(conversation);
    return {
      arrive: asked.resolve,
      /** `written` stands in the field again, before what was typed meanwhile; what was begun meanwhile stays too. */
      comeBack(written: string, refusal: Refusal): void {
        asked.resolve();
        giveBack(conversation, written);
        const now = modeOf(conversation);
        if (quote && !now) setMode(conversation, { is: 'reply', quote });
        if (quote && now?.is === 'edit') setMode(conversation, { ...now, under: quote });
        refuse(conversation, refusal);
      },
    };
  };
}

type PutOff = Omit<RequestParams<'later/send'>, 'room' | 'in' | 'cid'>;
type PuttingOffParts = Pick<ComposerOptions, 'room'> & {
  textOf: (conversation: ConversationId) => string;
  leaveField: LeaveField;
};

export type TypedLater = {
  /** What is meant by it in the field; what was written there since stays. */
  stood: string;
  /** What it says, as one types that. */
  written: string;
};

/** Has a message wait in the room for its time. A refused one stands in the field again as it was written at last. */
function createPuttingOff(bridge: OdaBridge, { room, textOf, leaveField }: PuttingOffParts) {
  return async (
    conversation: ConversationId,
    message: PutOff,
    { stood, written }: TypedLater,
  ): Promise<Outcome<null>> => {
    const left = textOf(conversation) === stood ? leaveField(conversation) : undefined;
    const answer = await bridge.request('later/send', { room, in: conversation, ...message });
    if (answer.ok) left?.arrive();
    else left?.comeBack(written, answer.refusal);
    return answer;
  };
}

type SendingParts = Pick<ComposerOptions, 'room' | 'staged' | 'maxTextCharacters'> & {
  store: StoreApi<ComposerState>;
  refuse: Refuse;
  lastSaid: LastSaid;
  leaveField: LeaveField;
};
type SendingModes = Pick<ReturnType<typeof createModes>, 'saidIs' | 'unsaid'>;

/** The way from what stands in the field to the outbox. */
function createSending(bridge: OdaBridge, parts: SendingParts, modes: SendingModes) {
  const { room, staged, maxTextCharacters } = parts;
  const { saidIs, unsaid } = modes;
  const { store, refuse, lastSaid, leaveField } = parts;
  const waitForFiles = createFilesWait(store, staged);

  /**
   * Returns whether the text was taken; it is in the outbox then and the draft is empty. `written` is what
   * stands in the field again if it was not taken. Files that are still taken in are waited for; what is said then is
   * what stood in the field when it was last sent, and nothing if somebody has typed on: half a word is for nobody.
   */
  async function send(
    conversation: ConversationId,
    text: string,
    written = text,
  ): Promise<boolean> {
    if (staged.isTaking(conversation)) {
      const sent = await waitForFiles(conversation, { text, written });
      return sent === undefined ? false : send(conversation, sent.text, sent.written);
    }
    const refusal = refuseMessage(text, staged.of(conversation), maxTextCharacters());
    if (refusal) {
      refuse(conversation, refusal);
      return false;
    }
    const mode = store.getState().modes.get(conversation);
    const said = lastSaid.begin(conversation, text);
    const chosen = staged.take(conversation);
    const left = leaveField(conversation);
    const place = { room, in: conversation, ...answeredIn(mode), ...chosen.sent };
    const answer = await bridge.request('message/send', { ...place, text });
    chosen.settle(answer.ok);
    const became = lastSaid.end(said, answer.ok ? answer.value.cid : undefined);
    if (became) saidIs(said, became);
    if (answer.ok) left.arrive();
    else left.comeBack(unsaid(conversation, said) ?? written, answer.refusal);
    return answer.ok;
  }
  return send;
}

/** What is told is looked through for what was said here before anything else comes of it. */
function seenFirst(lastSaid: LastSaid, pushes: ReturnType<typeof createModes>['pushes']) {
  return {
    ...pushes,
    'timeline/appended': (push: Pushes['timeline/appended']) => {
      lastSaid.see(push.in, push.entries);
      pushes['timeline/appended'](push);
    },
    'outbox/changed': (push: Pushes['outbox/changed']) => {
      lastSaid.see(push.in, push.items);
      pushes['outbox/changed'](push);
    },
  };
}

type Sent = { text: string; written: string };

/** Gives what is to be said once the files are taken in; undefined if nothing is, or somebody waits for that already. */
function createFilesWait(
  store: StoreApi<ComposerState>,
  staged: Pick<ComposerOptions['staged'], 'settled'>,
) {
  const sentLast = new Map<ConversationId, Sent>();
  return async (conversation: ConversationId, asked: Sent): Promise<Sent | undefined> => {
    sentLast.set(conversation, asked);
    if (!(await staged.settled(conversation))) return undefined;
    const sent = sentLast.get(conversation) ?? asked;
    sentLast.delete(conversation);
    const now = store.getState().drafts.get(conversation) ?? sent.written;
    return now === sent.written ? sent : undefined;
  };
}

const nothing: ComposerState = {
  drafts: new Map(),
  refusals: new Map(),
  modes: new Map(),
  asked: new Map(),
};

/** What the draft answers, also while it waits for a change. */
function answeredBy(mode: ComposerMode | undefined): Quote | undefined {
  return mode?.is === 'reply' ? mode.quote : mode?.under;
}

function answeredIn(mode: ComposerMode | undefined): { reply?: number } {
  const quote = answeredBy(mode);
  return quote ? { reply: quote.seq } : {};
}

type Refuse = (conversation: ConversationId, refusal: Refusal | undefined) => void;

/** Says why the last try to send was refused, or that it was not. */
function refuserOf(store: StoreApi<ComposerState>): Refuse {
  return (conversation, refusal) =>
    store.setState((state) => {
      const refusals = new Map(state.refusals);
      if (refusal) refusals.set(conversation, refusal);
      else refusals.delete(conversation);
      return { refusals };
    });
}
