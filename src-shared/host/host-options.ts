/** What a host can switch while the room runs; kept with the room. */
export type HostOptions = {
  /** Plain programs may come in from other computers too; from this one they always may. */
  plain: boolean;
  /** The host's log holds the texts of `everyone`, and members can see that it does. */
  logTexts: boolean;
};
