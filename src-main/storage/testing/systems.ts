/**
 * For `describe.each`: where these tests run. Elsewhere they are not there at all, instead of passing without
 * having looked.
 */
const { platform } = process;

/** Files have modes, and a shell can limit how large they get. Windows keeps people apart by other means. */
export const posix = platform === 'win32' ? [] : [platform];

/** A process can have a disk of its own. */
export const linux = platform === 'linux' ? [platform] : [];

/** Only root can be somebody else for a moment. */
export const root = process.getuid?.() === 0 ? ['root'] : [];
