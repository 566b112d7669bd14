import { createHash } from 'node:crypto';
import type { InviteId, InviteSecret } from '../../src-shared/protocol/ids.ts';

/** Secrets are 256 random bits, codes 75: a plain SHA-256 keeps them safe on disk (W8). */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** The 128 bits of an invite do with the same. */
export function inviteIdOf(secret: InviteSecret): InviteId {
  return hashSecret(secret) as InviteId;
}
