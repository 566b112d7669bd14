export const invitePrefix = 'oda://join/';

/** The largest invite that can be written, and some blanks around it. */
export const maxInviteCharacters = 8192;

/** Whether somebody means an invite by it, whole or not: then it is read as nothing else. */
export function isInvite(text: string): boolean {
  return /^\s*(?:oda:\/\/join\/|[\w-]{100,}\/?\s*$)/i.test(text);
}
