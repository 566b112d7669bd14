import type { pictureWords } from '../../src-shared/protocol/pictures.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import { refuse } from './room-state.ts';
import type { Handlers } from './room-state.ts';
import { roleIn } from './roster.ts';
import { systemPlace } from './system-entries.ts';

export const pictureCommands: Handlers<typeof pictureWords> = {
  'set-picture'({ of, picture }, { room, session, now, reply }) {
    const own = room.roster.get(session.stage.account);
    if (!own || (of === 'room' && !may(roleIn(own), 'change-room')))
      return [refuse(reply, { code: 'not-allowed' })];
    const waitMs = own.statusBucket.take(now.monotonicMs);
    if (waitMs > 0) return [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })];
    const said = { by: own.account, of, ...(picture ? { picture } : {}) };
    const draft = { type: 'picture-set', in: systemPlace, at: now.wallMs, ...said } as const;
    return [{ do: 'write', reply, draft }];
  },
  'fetch-picture'({ hash }, { session, reply }) {
    const { account } = session.stage;
    return [{ do: 'find-file', reply, account, file: { in: 'pictures', hash } }];
  },
};
