/** What somebody is in a room. */
export const roles = ['owner', 'moderator', 'member', 'guest'] as const;
export type Role = (typeof roles)[number];

/** What the owner can make of somebody, and an invite of whoever comes by it; there is one owner. */
export const givenRoles = ['member', 'moderator', 'guest'] as const;
export type GivenRole = (typeof givenRoles)[number];

const owner: readonly Role[] = ['owner'];
const moderators: readonly Role[] = ['owner', 'moderator'];
const insiders: readonly Role[] = ['owner', 'moderator', 'member'];
const all: readonly Role[] = roles;

/** Who may what. The room decides by this table; windows, the terminal and plain dialects show what it allows. */
const allowed = {
  'hand-over': owner,
  'set-role': owner,
  'change-room': moderators,
  'reset-password': owner,
  /** Of those who are new and wait at the door. */
  'answer-knocks': moderators,
  kick: moderators,
  ban: moderators,
  mute: moderators,
  /** Anybody's message, where one reads it. */
  'delete-any': moderators,
  /** Whatever the room's settings keep from its members. */
  'stand-above-settings': moderators,
  /** `@everyone`; in a group its owner too. */
  'mention-everyone': moderators,
  /** Where more than two talk; between two both do. */
  pin: insiders,
  'make-group': insiders,
  /** Guests where the room's settings let them. */
  'make-topic': all,
  /** Rename, describe, archive them, and take people out, like who owns one. */
  'change-topics': moderators,
  'ask-private': insiders,
  'send-files': insiders,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof allowed;

export function may(role: Role, permission: Permission): boolean {
  return allowed[permission].includes(role);
}

/** The same of what is done to somebody: the owner to all others, moderators only to those who are none. */
export function mayActOn(role: Role, permission: Permission, target: Role): boolean {
  return (
    may(role, permission) && (role === 'owner' ? target !== 'owner' : !moderators.includes(target))
  );
}

/** Who writes in a group that is read-only, and makes it so: its owner, and in it whoever stands above settings. */
export function leadsGroup(role: Role, isItsOwner: boolean): boolean {
  return isItsOwner || may(role, 'stand-above-settings');
}

/** `role` is missing for a member; who came by a plain program is a guest. */
export function roleOf(member: { role?: Role | undefined; guest?: boolean | undefined }): Role {
  return member.guest === true ? 'guest' : (member.role ?? 'member');
}
