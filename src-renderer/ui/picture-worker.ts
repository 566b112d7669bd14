import { doPictureJob, type PictureJob } from './picture-jobs.ts';

/** What is asked of it, with a number by which the answer is known. */
export type AskedPicture = { id: number; job: PictureJob };

addEventListener('message', ({ data }: MessageEvent<AskedPicture>) => {
  const { id, job } = data;
  doPictureJob(job).then(
    (outcome) => postMessage({ id, ...outcome }),
    // It cannot be read any more, or there is no memory for it.
    () => postMessage({ id, isOver: true }),
  );
});
