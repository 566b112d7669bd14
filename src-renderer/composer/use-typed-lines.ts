import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { readTyped, type Typed } from '../../src-shared/typed/read-typed.ts';
import { typedNames } from '../../src-shared/typed/run-typed.ts';
import {
  findPerson,
  type TypedWorld,
  type TypedOutcome,
} from '../../src-shared/typed/typed-world.ts';
import { useAskPrivate, useShowAnswered } from '../room/use-show.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { askToDisconnect } from '../window/disconnect-room.ts';
import { typedWorld } from '../room/typed-store.ts';

type Understood = Exclude<Typed, { is: 'text' }>;

/**
 * What Enter does with a line: text is said, a command is carried out. Call it from a click or a key, as
 * some commands open windows. `isTooEarly`: nothing can be said yet, commands can be given.
 */
export function useTypedLines(
  conversation: ConversationId,
  onSent: () => void,
): (written: string, isTooEarly?: boolean) => void {
  const stores = useRoomStores();
  const { composer, typed } = stores;
  const askPrivate = useAskPrivate();
  const follow = useFollow();
  const showAnswered = useShowAnswered();

  const carryOut = async (line: Understood, written: string, world: TypedWorld) => {
    const asked = privateAsk(line, world);
    if (!asked) {
      const show = showAnswered();
      const outcome = await typed.run({ conversation, written, typed: line, world });
      return follow(outcome, { world, show });
    }
    typed.close();
    composer.empty(conversation);
    return askPrivate(asked.account);
  };

  return (written, isTooEarly = false) => {
    const world = typedWorld(stores, conversation);
    if (!world) return;
    const line = readTyped(written, typedNames(world));
    if (line.is !== 'text') {
      void carryOut(line, written, world);
      return;
    }
    if (isTooEarly) return;
    typed.close();
    void composer.send(conversation, line.text, written).then((isSent) => {
      if (isSent) onSent();
    });
  };
}

/** Who is asked for a private chat, which has its own way in windows. */
function privateAsk(line: Understood, world: TypedWorld) {
  if (line.is !== 'command' || line.key !== 'askPrivate') return undefined;
  return findPerson(world, line.given.person ?? '');
}

type Following = { world: TypedWorld; show: (conversation: ConversationId) => void };

/** Goes where a command leads. */
function useFollow(): (outcome: TypedOutcome, following: Following) => void {
  const { app, frame, room, openWindow } = useRoomStores();
  return (outcome, { world, show }) => {
    if (outcome.is === 'show') show(outcome.in);
    const view = room.getState().room;
    if (outcome.is === 'leave' && view) askToDisconnect({ app, frame }, view);
    if (outcome.is === 'password' && view) frame.ask({ to: 'password', room: view });
    if (outcome.is !== 'done' || outcome.done !== 'private-accepted') return;
    const partner = findPerson(world, outcome.name)?.account;
    const begun = [...world.privates()].findLast(
      (one) => one.partner === partner && one.state.is !== 'ended',
    );
    if (begun) openWindow.privateChat(world.room, begun.private);
  };
}
