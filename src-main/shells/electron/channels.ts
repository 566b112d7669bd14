/** The channels between the windows and the app; there are no others. */
export const requestChannel = 'oda:request';
export const pushChannel = 'oda:push';
export const raiseChannel = 'oda:raise';
/** Files: what the preload says here no page can say by itself. */
export const stageChannel = 'oda:stage';
/** What has no path, in pieces, one after the other. */
export const piecesChannel = 'oda:stage-pieces';

/** How far a file is taken in that has a path. */
export const stagedChannel = 'oda:staged';
/** The person does not want it any more. */
export const unstageChannel = 'oda:unstage';

/** Of what has no path, at a time. */
export const pieceBytes = 1024 * 1024;
