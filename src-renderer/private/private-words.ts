import type { TFunction } from 'i18next';
import type { PrivateState } from '../../src-shared/member/private-chat.ts';

type Ended = Extract<PrivateState, { is: 'ended' }>;

/** How a private chat came to its end, in a sentence. */
export function endedText(t: TFunction, { reason, by }: Ended, name: string): string {
  const isOwn = by === 'self';
  switch (reason) {
    case 'declined':
      return isOwn
        ? t('privateChat.ended_declinedSelf')
        : t('privateChat.ended_declined', { name });
    case 'busy':
      return t('privateChat.ended_busy', { name });
    case 'timed-out':
      return t('privateChat.ended_timedOut');
    case 'withdrawn':
      return isOwn ? t('privateChat.ended_leftSelf') : t('privateChat.ended_withdrawn', { name });
    case 'answered-elsewhere':
      return t('privateChat.ended_answeredElsewhere');
    case 'left':
      return isOwn ? t('privateChat.ended_leftSelf') : t('privateChat.ended_left', { name });
    case 'lost':
      return t('privateChat.ended_lost');
    case 'connection-lost':
      return t('privateChat.ended_connectionLost');
  }
}
