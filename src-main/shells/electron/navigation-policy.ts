import { isOwnPage } from './own-page.ts';

/** A page stays what it is: only loading itself again is allowed, for the reload after a crash. */
export function mayNavigate(target: string): boolean {
  return isOwnPage(target);
}

export type Opening = { open: 'own-window'; url: string } | { open: 'outside'; url: string };

/** What the page shows in windows of their own: conversations and private chats. */
const ownWindows = ['#/window/', '#/private/'];
const outsideSchemes = new Set(['http:', 'https:', 'mailto:']);

/** What happens with an address that a page wants to have opened; undefined: nothing. */
export function judgeOpening(target: string): Opening | undefined {
  const url = URL.parse(target);
  if (!url) return undefined;
  if (isOwnPage(target)) {
    const isOwnWindow = ownWindows.some((start) => url.hash.startsWith(start));
    return isOwnWindow ? { open: 'own-window', url: url.href } : undefined;
  }
  return outsideSchemes.has(url.protocol) ? { open: 'outside', url: url.href } : undefined;
}

const permissions = new Set(['clipboard-sanitized-write', 'notifications']);

/**
 * Copying and notifications for the app's own pages, and the microphone for voice messages, which the system asks for
 * besides; everything else is denied. `media`: what is asked for with the permission `media`.
 */
export function mayHavePermission(
  permission: string,
  requestingUrl: string,
  media: readonly (string | undefined)[] = [],
): boolean {
  const isMicrophone =
    permission === 'media' && media.length > 0 && media.every((one) => one === 'audio');
  return (permissions.has(permission) || isMicrophone) && isOwnPage(requestingUrl);
}
