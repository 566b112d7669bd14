import type { ConnectionState } from '../../src-shared/member/own-copy.ts';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../src-shared/assert-never.ts';
import { useFormat } from '../i18n/format.ts';
import type { Presence } from '../ui/avatar.tsx';
import { useNow } from './use-now.ts';

/** The state of a connection in two or three words. */
export function useConnectionText(connection: ConnectionState): string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
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
      return t('rooms.state_waiting', { since: format.since(connection.since, now) });
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
