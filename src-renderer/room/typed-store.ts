import { usualRoomSettings } from '../../src-shared/protocol/room-settings.ts';
import { createStore } from 'zustand/vanilla';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { roomFactsIn } from '../../src-shared/member/privacy-label.ts';
import type { Typed } from '../../src-shared/typed/read-typed.ts';
import { runTyped } from '../../src-shared/typed/run-typed.ts';
import { type TypedOutcome, type TypedWorld } from '../../src-shared/typed/typed-world.ts';
import type { ComposerStore } from './composer-store.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { RoomStore } from './room-store.ts';

/** An outcome that is told in words; others lead to another place. */
export type ToldOutcome = Exclude<TypedOutcome, { is: 'show' | 'leave' | 'password' }>;

export type TypedResult = {
  /** Where it is shown. */
  in: ConversationId;
  outcome: ToldOutcome;
  /** The text that its hits were found by; empty if there is none. */
  query: string;
};

type TypedState = {
  /** What came of the command that was typed last; in this window only, and nothing keeps it. */
  result: TypedResult | undefined;
};

type TypedRun = {
  conversation: ConversationId;
  /** As it stands in the field. */
  written: string;
  typed: Exclude<Typed, { is: 'text' }>;
  world: TypedWorld;
};

/** Commands that are typed in the windows of one room. */
export function createTypedStore(composer: ComposerStore) {
  const store = createStore<TypedState>(() => ({ result: undefined }));
  /** Rises with each send: what took long is not shown when nobody waits for it any more. */
  let sends = 0;

  /** Carries a command out; one that went wrong stands in the field again. */
  async function run({ conversation, written, typed, world }: TypedRun): Promise<TypedOutcome> {
    close();
    const own = sends;
    // What cannot even be read stays as it is, to be mended.
    const isRead = typed.is !== 'wrong';
    const known = Promise.withResolvers<unknown>();
    if (isRead) {
      // What it says to somebody is a text like any other.
      composer.keptUntil(conversation, known.promise);
      composer.empty(conversation);
    }
    const outcome = await runTyped(world, typed);
    known.resolve(outcome);
    const isDone = outcome.is !== 'wrong' && outcome.is !== 'refused';
    if (isRead && !isDone) composer.giveBack(conversation, written);
    const isTold = outcome.is !== 'show' && outcome.is !== 'leave' && outcome.is !== 'password';
    const query = typed.is === 'command' ? (typed.given.text ?? '') : '';
    if (isTold && own === sends) store.setState({ result: { in: conversation, outcome, query } });
    return outcome;
  }

  function close(): void {
    sends += 1;
    store.setState({ result: undefined });
  }

  return Object.assign(store, {
    run,
    close,
    /** Shows the result in another conversation, for whoever goes there from it. */
    move: (conversation: ConversationId) =>
      store.setState(({ result }) => ({ result: result && { ...result, in: conversation } })),
  });
}

type Stores = { bridge: OdaBridge; room: RoomStore; clock: Clock };

/** The room as typed commands see it, always as it is now; undefined until it was opened once. */
export function typedWorld(
  { bridge, room, clock }: Stores,
  conversation: ConversationId,
): TypedWorld | undefined {
  const view = room.getState().room;
  if (!view) return undefined;
  return {
    bridge,
    room: room.id,
    self: view.account,
    members: () => room.getState().members.values(),
    contactGroups: () => room.getState().contactGroups.values(),
    groups: () => room.getState().groups.values(),
    privates: () => room.getState().privates.values(),
    knocks: () => room.getState().room?.knocks ?? [],
    settings: () => room.getState().room?.settings ?? usualRoomSettings,
    wallMs: () => clock.wallMs(),
    here: () => conversation,
    facts: () => {
      const now = room.getState().room ?? view;
      return { ...roomFactsIn(now), isLive: now.connection.is === 'live' };
    },
  };
}
