import type { DatabaseSync } from 'node:sqlite';
import type { PictureQuery } from '../../client/replica/conversations.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import { fileMark } from './projections/file-marks.ts';

const withPictures = `
  SELECT e.seq FROM entry e INDEXED BY entry_files_by_seq
  WHERE e.conversation = ? AND e.files IS NOT NULL AND e.files & ${fileMark('picture')} <> 0`;
export const olderPicturesSql = `${withPictures} AND e.seq < ? ORDER BY e.seq DESC LIMIT ?`;
export const newerPicturesSql = `${withPictures} AND e.seq > ? ORDER BY e.seq LIMIT ?`;

/** The numbers of messages with pictures, the nearest first. */
export function pictureMessages(database: DatabaseSync) {
  const sql = prepareAll(database, { older: olderPicturesSql, newer: newerPicturesSql });
  return (conversation: number, { side, seq, limit }: PictureQuery): number[] =>
    sql[side].all(conversation, seq, limit).map((row) => Number(row['seq']));
}
