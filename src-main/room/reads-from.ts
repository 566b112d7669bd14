/**
 * Where somebody begins to read who came while newcomers did not read all: the first entry of the log, wherever that may
 * be read by everybody who comes, and which number that is in `everyone`.
 */
export type ReadsFrom = { id: number; seq: number };
