import type { TFunction } from 'i18next';
import type { ConnectionState } from '../../src-shared/member/connection-state.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Presence } from '../ui/presence-dot.tsx';

/** The state of a connection in two or three words; `since` says a time as "since 14:05". */
export function connectionText(
  t: TFunction,
  connection: ConnectionState,
  since: (at: number) => string,
): string {
  switch (connection.is) {
    case 'connecting':
      return t('rooms.state_connecting');
    case 'signing-in':
      return t('rooms.state_signing');
    case 'syncing':
      return t('rooms.state_syncing');
    case 'live':
      return t('rooms.state_live');
    case 'waiting':
      return t('rooms.state_waiting', { since: since(connection.since) });
    case 'closed':
      return t('rooms.state_closed');
    default:
      return assertNever(connection);
  }
}

/** The dot for it; a room that was left shows none. */
export function connectionPresence(connection: ConnectionState): Presence | undefined {
  switch (connection.is) {
    case 'live':
      return 'online';
    case 'connecting':
    case 'signing-in':
    case 'syncing':
      return 'busy';
    case 'waiting':
      return 'offline';
    case 'closed':
      return connection.cause ? 'problem' : undefined;
    default:
      return assertNever(connection);
  }
}
