import type { InviteId, InviteSecret } from '../protocol/ids.ts';
import type { GivenRole } from '../protocol/roles.ts';

/** What an invite allows. */
export type InviteTerms = {
  role: GivenRole;
  /** Epoch milliseconds; missing if it does not end. */
  expiresAt?: number | undefined;
  /** How many may come in by it; missing if any number. */
  uses?: number | undefined;
};

/** An invite as its room keeps it, for its host alone. */
export type KeptInvite = InviteTerms & {
  invite: InviteId;
  secret: InviteSecret;
  madeAt: number;
  /** How many have come in by it. */
  used: number;
  /** The names of the newest `invitedNames` of them. */
  names: string[];
};
