import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Who } from '../../src-shared/protocol/feature.ts';
import { requests } from '../../src-shared/protocol/features.ts';
import type { Command, CommandName } from '../../src-shared/protocol/protocol.ts';
import type { Effect } from './effects.ts';
import {
  addToGroup,
  leaveGroup,
  listGroups,
  makeGroup,
  removeFromGroup,
  renameGroup,
} from './group-commands.ts';
import {
  listReceipts,
  markDelivered,
  readHistory,
  sendMessage,
  syncConversations,
} from './message-commands.ts';
import { setPassword } from './password-commands.ts';
import { setPresence } from './presence.ts';
import {
  answerPrivate,
  askPrivate,
  endPrivate,
  sendPrivate,
  setPrivateLimit,
} from './private-commands.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handler } from './room-state.ts';
import { isAccountSession, isMemberSession } from './session.ts';
import type { RoomSession } from './session.ts';
import { greet, resume, signIn, signOut } from './sign-in-commands.ts';

/** What the room does on every command; who may give it stands with its words. */
const handlers: { readonly [N in CommandName]: Handler<N> } = {
  hello: greet,
  ping: (_command, { reply }) => [answer(reply, {})],
  'sign-in': signIn,
  resume,
  'sign-out': signOut,
  'set-password': setPassword,
  'set-presence': setPresence,
  'list-members': ({ from }, { reply, room }) => [answer(reply, room.roster.page(from))],
  'send-message': sendMessage,
  sync: syncConversations,
  'read-history': readHistory,
  'mark-delivered': markDelivered,
  'list-receipts': listReceipts,
  'list-groups': listGroups,
  'make-group': makeGroup,
  'rename-group': renameGroup,
  'add-to-group': addToGroup,
  'remove-from-group': removeFromGroup,
  'leave-group': leaveGroup,
  'set-private-limit': setPrivateLimit,
  'ask-private': askPrivate,
  'answer-private': answerPrivate,
  'send-private': sendPrivate,
  'end-private': endPrivate,
};

/** The refusal for a peer at the wrong stage; undefined if the command is in order. */
function refuseStage(who: Who, session: RoomSession): RefusalCode | undefined {
  const { stage } = session;
  if (who === 'anybody') return undefined;
  if (who === 'new') return stage.is === 'new' ? undefined : 'already-signed-in';
  if (stage.is === 'new') return 'hello-first';
  if (who === 'greeted') return stage.is === 'greeted' ? undefined : 'already-signed-in';
  if (!isMemberSession(session)) return 'sign-in-first';
  return who === 'account' && !isAccountSession(session) ? 'guest-not-allowed' : undefined;
}

/** Looks the command up and runs it. */
export function runCommand(command: Command, asked: Asked): Effect[] {
  const code = refuseStage(requests[command.type].who, asked.session);
  if (code) return [refuse(asked.reply, { code })];
  // Its session is the one that the handler wants, as its stage has shown.
  const handle = handlers[command.type] as (command: Command, asked: Asked) => Effect[];
  return handle(command, asked);
}
