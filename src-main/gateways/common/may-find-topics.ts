import { roleOf } from '../../../src-shared/protocol/roles.ts';
import type { SessionPort } from '../../server/session-port.ts';

/** Guests only where the room lets them. */
export function mayFindTopics(session: SessionPort): boolean {
  const own = session.self();
  return (
    own !== undefined &&
    (roleOf(own) !== 'guest' || !session.room.forbidden.includes('guest-topics'))
  );
}
