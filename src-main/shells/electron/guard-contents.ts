import { app, shell, type Session, type WebContents } from 'electron';
import { judgeOpening, mayHavePermission, mayNavigate } from './navigation-policy.ts';

export type GuardOptions = {
  /** Opens one of the app's own addresses in a window of its own. */
  openWindow(url: string): void;
  reportDefect: (error: unknown) => void;
};

/** Holds every page, whatever made it, to where it may go and what it may open. */
export function guardAllContents(options: GuardOptions): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, options));
}

function guardContents(contents: WebContents, options: GuardOptions): void {
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (!mayNavigate(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const opening = judgeOpening(url);
    if (opening?.open === 'own-window') options.openWindow(opening.url);
    if (opening?.open === 'outside') shell.openExternal(opening.url).catch(options.reportDefect);
    return { action: 'deny' };
  });
}

/** Copying, notifications and the microphone only; see navigation-policy.ts. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((...[, permission, decide, details]) => {
    const media = 'mediaTypes' in details ? details.mediaTypes : [];
    decide(mayHavePermission(permission, details.requestingUrl, media));
  });
  session.setPermissionCheckHandler((...[, permission, requestingOrigin, { mediaType }]) =>
    mayHavePermission(permission, requestingOrigin, [mediaType]),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}
