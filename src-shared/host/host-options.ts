export const roomAccesses = ['open', 'invited'] as const;
type RoomAccess = (typeof roomAccesses)[number];

/** What a host can switch while the room runs; kept with the room. */
export type HostOptions = {
  /** Plain programs may come in from other computers too; from this one they always may. */
  plain: boolean;
  /** The host's log holds the texts of `everyone`, and members can see that it does. */
  logTexts: boolean;
  /** Whether whoever knows the address may come in, or of those who are new only who is invited. */
  access: RoomAccess;
};
