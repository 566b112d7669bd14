import type { ConnectionState } from '../../src-shared/member/own-copy.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import type { Presence } from '../ui/avatar.tsx';
import { useNow } from './app-context.tsx';

/** The state of a connection in two or three words. */
export function useConnectionText(connection: ConnectionState): string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const since = connection.is === 'waiting' ? format.since(connection.since, now) : '';
  return t(`rooms.state_${connection.is}`, { since });
}

const presences: Record<Exclude<ConnectionState['is'], 'closed'>, Presence> = {
  live: 'online',
  connecting: 'busy',
  'signing-in': 'busy',
  syncing: 'busy',
  waiting: 'offline',
};

/** The dot for it; a room that was left shows none. */
export function connectionPresence(connection: ConnectionState): Presence | undefined {
  if (connection.is !== 'closed') return presences[connection.is];
  return connection.cause ? 'problem' : undefined;
}
