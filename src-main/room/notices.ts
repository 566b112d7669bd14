import { directPartner } from '../../src-shared/protocol/ids.ts';
import type { Receipt } from '../../src-shared/protocol/receipts.ts';
import type { Effect } from './effects.ts';
import { asMember } from './roster.ts';
import type { Roster, RosterAccount } from './roster.ts';

/** To everybody: how the account stands now. */
export function noticeMember(account: RosterAccount, roster: Roster): Effect[] {
  roster.unannounced.delete(account);
  if (roster.sessions.size === 0) return [];
  const frame = { type: 'member', ...asMember(account) } as const;
  return [{ do: 'notice', to: [...roster.sessions], frame }];
}

/** To the other one of the two, whose sessions show it beside what they wrote (W11). */
export function noticeReceipt(receipt: Receipt, roster: Roster): Effect[] {
  const partner = directPartner(receipt.in, receipt.account);
  const to = [...((partner && roster.get(partner)?.sessions.keys()) ?? [])];
  return to.length > 0 ? [{ do: 'notice', to, frame: { type: 'receipt', ...receipt } }] : [];
}
