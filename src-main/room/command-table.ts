import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Who } from '../../src-shared/protocol/feature.ts';
import { requests } from '../../src-shared/protocol/features.ts';
import type { Command, CommandName } from '../../src-shared/protocol/protocol.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import type { Permission } from '../../src-shared/protocol/roles.ts';
import type { Effect } from './effects.ts';
import { fileCommands } from './file-commands.ts';
import { deviceCommands } from './device-commands.ts';
import { groupCommands } from './group-commands.ts';
import { knockCommands } from './knock-commands.ts';
import { laterCommands } from './later-commands.ts';
import { messageCommands } from './message-commands.ts';
import { moderationCommands } from './moderation-commands.ts';
import { memberCommands } from './presence.ts';
import { pictureCommands } from './picture-commands.ts';
import { privateCommands } from './private-commands.ts';
import { retentionCommands } from './retention-commands.ts';
import { refuse } from './room-state.ts';
import { roleIn } from './roster.ts';
import type { Asked, Handler } from './room-state.ts';
import { isAccountSession, isMemberSession } from './session.ts';
import type { RoomSession } from './session.ts';
import { signInCommands } from './sign-in-commands.ts';
import { statusCommands } from './status-commands.ts';
import { typingCommands } from './typing-commands.ts';
import { topicCommands } from './topic-commands.ts';

/** What the room does on every command; who may give it stands with its words. */
const handlers: { readonly [N in CommandName]: Handler<N> } = {
  ...signInCommands,
  ...knockCommands,
  ...deviceCommands,
  ...memberCommands,
  ...statusCommands,
  ...messageCommands,
  ...typingCommands,
  ...fileCommands,
  ...pictureCommands,
  ...laterCommands,
  ...groupCommands,
  ...topicCommands,
  ...privateCommands,
  ...moderationCommands,
  ...retentionCommands,
};

type Asks = { who: Who; needs?: Permission };

/** The refusal for a peer at the wrong stage, or whose role does not allow it; undefined if the command is in order. */
function refuseStage({ who, needs }: Asks, { session, room }: Asked): RefusalCode | undefined {
  const { stage } = session;
  if (who === 'anybody') return undefined;
  if (who === 'new') return stage.is === 'new' ? undefined : 'already-signed-in';
  if (stage.is === 'new') return 'hello-first';
  if (who === 'greeted') return refuseSignIn(stage);
  if (!isMemberSession(session)) return 'sign-in-first';
  if (who === 'account' && !isAccountSession(session)) return 'guest-not-allowed';
  const own = room.roster.get(session.stage.account);
  if (needs === undefined || !own) return undefined;
  const role = roleIn(own);
  if (may(role, needs)) return undefined;
  return role === 'guest' ? 'guest-not-allowed' : 'not-allowed';
}

function refuseSignIn({ is }: RoomSession['stage']): RefusalCode | undefined {
  if (is === 'knocking') return 'approval-asked';
  return is === 'greeted' || is === 'let-in' ? undefined : 'already-signed-in';
}

/** Looks the command up and runs it. */
export function runCommand(command: Command, asked: Asked): Effect[] {
  const code = refuseStage(requests[command.type], asked);
  if (code) return [refuse(asked.reply, { code })];
  // Its session is the one that the handler wants, as its stage has shown.
  const handle = handlers[command.type] as (command: Command, asked: Asked) => Effect[];
  return handle(command, asked);
}
