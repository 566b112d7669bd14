import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Command, CommandName, CommandOf } from '../../src-shared/protocol/commands.ts';
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
import type { Asked } from './room-state.ts';
import { isAccountSession, isMemberSession } from './session.ts';
import type { AccountSession, MemberSession, RoomSession } from './session.ts';
import { greet, resume, signIn, signOut } from './sign-in-commands.ts';

/** Which stage a peer must have reached, and what is done then. */
type Row<N extends CommandName> =
  | { who: 'new'; handle(command: CommandOf<N>, asked: Asked<RoomSession>): Effect[] }
  | { who: 'greeted'; handle(command: CommandOf<N>, asked: Asked<RoomSession>): Effect[] }
  | { who: 'anybody'; handle(command: CommandOf<N>, asked: Asked<RoomSession>): Effect[] }
  /** Who has signed in, guests included. */
  | { who: 'member'; handle(command: CommandOf<N>, asked: Asked<MemberSession>): Effect[] }
  /** Members who are not guests. */
  | { who: 'account'; handle(command: CommandOf<N>, asked: Asked<AccountSession>): Effect[] };

type CommandTable = { readonly [N in CommandName]: Row<N> };

/** Every command, who may give it, and what the room does. */
const commandTable = {
  hello: { who: 'new', handle: greet },
  'sign-in': { who: 'greeted', handle: signIn },
  resume: { who: 'greeted', handle: resume },
  'sign-out': { who: 'member', handle: signOut },
  'set-password': { who: 'account', handle: setPassword },
  ping: { who: 'anybody', handle: (_command, { reply }) => [answer(reply, {})] },
  'set-presence': { who: 'member', handle: setPresence },
  'send-message': { who: 'member', handle: sendMessage },
  sync: { who: 'account', handle: syncConversations },
  'read-history': { who: 'member', handle: readHistory },
  'mark-delivered': { who: 'member', handle: markDelivered },
  'list-receipts': { who: 'account', handle: listReceipts },
  'list-members': {
    who: 'member',
    handle: (command, { reply, room }) => [answer(reply, room.roster.page(command.from))],
  },
  'list-groups': { who: 'account', handle: listGroups },
  'make-group': { who: 'account', handle: makeGroup },
  'rename-group': { who: 'account', handle: renameGroup },
  'add-to-group': { who: 'account', handle: addToGroup },
  'remove-from-group': { who: 'account', handle: removeFromGroup },
  'leave-group': { who: 'account', handle: leaveGroup },
  'set-private-limit': { who: 'account', handle: setPrivateLimit },
  'ask-private': { who: 'account', handle: askPrivate },
  'answer-private': { who: 'account', handle: answerPrivate },
  'send-private': { who: 'account', handle: sendPrivate },
  'end-private': { who: 'account', handle: endPrivate },
} as const satisfies CommandTable;

/** The refusal for a peer at the wrong stage; undefined where the command is in order. */
function refuseStage(who: Row<CommandName>['who'], session: RoomSession): RefusalCode | undefined {
  const { stage } = session;
  if (who === 'anybody') return undefined;
  if (who === 'new') return stage.is === 'new' ? undefined : 'already-signed-in';
  if (stage.is === 'new') return 'hello-first';
  if (who === 'greeted') return stage.is === 'greeted' ? undefined : 'already-signed-in';
  if (!isMemberSession(session)) return 'sign-in-first';
  return who === 'account' && !isAccountSession(session) ? 'guest-not-allowed' : undefined;
}

/** Looks the command up and runs it. */
export function runCommand(command: Command, asked: Asked<RoomSession>): Effect[] {
  const row: Row<CommandName> = commandTable[command.type];
  const code = refuseStage(row.who, asked.session);
  if (code) return [refuse(asked.reply, { code })];
  return (row.handle as (command: Command, asked: Asked<RoomSession>) => Effect[])(command, asked);
}
